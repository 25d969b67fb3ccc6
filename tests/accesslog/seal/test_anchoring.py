"""Heads kept outside: a real witness and a real time-stamping authority, each over HTTP."""

import base64
import subprocess
import threading
import unittest.mock
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import rfc3161_client
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from caseapp.accesslog.seal import anchoring, checkpoint
from caseapp.accesslog.seal.anchoring import Authority, NotKept, Witness, keep_all
from caseapp.accesslog.seal.checkpoint import Verifier
from tests.accesslog.seal import ledger
from tests.support.databases import ENGINES, SQLITE, forging
from tools import log_witness, verify_log


@pytest.fixture(params=ENGINES)
def log(request):
    with ledger.kept(request.param, "anchoring") as kept, time_machine.travel(ledger.AFTER):
        kept.sealer().run_until_idle()
        yield kept


class Serving:
    """A server on a free port, for as long as the block lasts."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def witness(log, tmp_path):
    folder = tmp_path / "witness"
    written = log_witness.make_key(folder, "witness.example")
    public = base64.b64encode(log.key.public_key().public_bytes_raw()).decode()
    log_witness.trust(folder, "samenhang/", public)
    with Serving(log_witness.handler(log_witness.Witness(folder))) as serving:
        yield Witness(serving.address, Verifier.read(written))


def kept(log, kind):
    return log.rows(
        "SELECT t.origin, a.size FROM log_anchors a JOIN log_trees t ON t.id = a.tree_id "
        "WHERE a.kind = :kind ORDER BY t.origin, a.size",
        kind=kind,
    )


def test_a_witness_signs_the_newest_head_of_every_tree_once(log, witness):
    assert keep_all(log.engine, [witness]) == []
    assert [size for _, size in kept(log, "witness")] == [5, 5, 5, 2]
    assert keep_all(log.engine, [witness]) == []
    assert len(kept(log, "witness")) == 4


def test_a_witness_follows_a_log_that_grows(log, witness):
    keep_all(log.engine, [witness])
    log.look(4)
    log.sealer().run_until_idle()
    assert keep_all(log.engine, [witness]) == []
    assert max(size for origin, size in kept(log, "witness") if "2026-11" in origin) == 9


def test_a_witness_that_is_further_than_we_remember_is_followed(log, witness):
    keep_all(log.engine, [witness])
    forgetful = Witness(witness.address, witness.verifier)
    log.look()
    log.sealer().run_until_idle()
    with unittest.mock.patch.object(anchoring.trees, "anchored", return_value=0):
        assert keep_all(log.engine, [forgetful]) == []


def test_what_a_witness_signed_goes_with_the_export(log, witness, tmp_path, capsys):
    keep_all(log.engine, [witness])
    path = tmp_path / "export"
    path.write_text("".join(f"{line}\n" for line in log.export()), "utf-8")
    assert verify_log.main([str(path), "--witness", witness.verifier.written()]) == 0
    assert capsys.readouterr().out.count("Witnessed: ") == 4


def test_a_witness_refuses_a_log_that_was_rewritten_and_that_is_told(log, witness):
    keep_all(log.engine, [witness])
    with forging(log.engine) as connection:
        if log.engine.dialect.name == SQLITE:
            for table in ("log_leaves", "log_heads", "log_anchors", "access_entries"):
                for name in ("no_delete", "no_update", "next"):
                    connection.exec_driver_sql(f"DROP TRIGGER {table}_{name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("DELETE FROM log_anchors")
        connection.exec_driver_sql("DELETE FROM log_heads")
        connection.exec_driver_sql("DELETE FROM log_leaves")
        connection.exec_driver_sql("DELETE FROM access_entries WHERE seq = 12")
    log.look(2)
    log.sealer().run_until_idle()
    problems = keep_all(log.engine, [witness])
    assert any("refused samenhang/" in one and "2026-11" in one for one in problems)


class Careless(BaseHTTPRequestHandler):
    """Says yes, and signs nothing."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write("\u2014 witness.example AAAA\n".encode())

    def log_message(self, *_):
        pass


def test_a_witness_that_signs_something_else_is_not_believed(log):
    verifier = Verifier(
        "witness.example", Ed25519PrivateKey.generate().public_key(), checkpoint.COSIGNATURE
    )
    with Serving(Careless) as serving:
        problems = keep_all(log.engine, [Witness(serving.address, verifier)])
    assert len(problems) == 4
    assert "signed something else" in problems[0]
    assert kept(log, "witness") == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "ftp://example", "nothing"])
def test_a_witness_that_does_not_answer_is_told_and_the_log_goes_on(log, address):
    verifier = Verifier(
        "witness.example", Ed25519PrivateKey.generate().public_key(), checkpoint.COSIGNATURE
    )
    assert len(keep_all(log.engine, [Witness(address, verifier)])) == 4
    log.look()
    assert log.sealer().run_until_idle() == 1


OPENSSL = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[stamps]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
"""


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607


@pytest.fixture(scope="module")
def authority_folder(tmp_path_factory):
    """An authority of our own, made with OpenSSL."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(OPENSSL.format(folder=folder))
    (folder / "serial").write_text("01\n")
    for name, subject in (("root", "/CN=Root"), ("tsa", "/CN=Stamps")):
        openssl(folder, "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", subject,
                "-keyout", f"{name}.key", "-out", f"{name}.csr")  # fmt: skip
    openssl(folder, "x509", "-req", "-in", "root.csr", "-signkey", "root.key", "-days", "3000",
            "-extfile", "tsa.cnf", "-extensions", "authority", "-out", "root.pem")  # fmt: skip
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key",
            "-CAcreateserial", "-days", "3000", "-extfile", "tsa.cnf", "-extensions", "stamps",
            "-out", "tsa.pem")  # fmt: skip
    return folder


def stamping(folder, change=lambda query: query):
    class Stamping(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "query").write_bytes(change(query))
            openssl(
                folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "reply"
            )  # fmt: skip
            self.send_response(200)
            self.end_headers()
            self.wfile.write((folder / "reply").read_bytes())

        def log_message(self, *_):
            pass

    return Stamping


def root_of(folder):
    return x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())


@pytest.mark.openssl
def test_an_authority_stamps_the_newest_heads_and_the_stamp_is_of_that_head(log, authority_folder):
    with Serving(stamping(authority_folder)) as serving:
        authority = Authority(f"{serving.address}/stamp", root_of(authority_folder))
        assert keep_all(log.engine, [authority]) == []
        assert keep_all(log.engine, [authority]) == []
    assert len(kept(log, "time-stamp")) == 4
    proof, note = log.rows(
        "SELECT a.proof, h.note FROM log_anchors a JOIN log_heads h"
        " ON h.tree_id = a.tree_id AND h.size = a.size LIMIT 1"
    )[0]
    authority.verify(bytes(proof), note.encode())
    with pytest.raises(rfc3161_client.VerificationError):
        authority.verify(bytes(proof), note.replace("2026", "2027").encode())


@pytest.mark.openssl
def test_a_stamp_of_something_else_is_not_believed(log, authority_folder):
    other = rfc3161_client.TimestampRequestBuilder().data(b"something else").build().as_bytes()
    with Serving(stamping(authority_folder, lambda _query: other)) as serving:
        problems = keep_all(log.engine, [Authority(serving.address, root_of(authority_folder))])
    assert len(problems) == 4
    assert "stamped something else" in problems[0]


@pytest.mark.openssl
def test_what_is_no_stamp_is_not_believed(log, authority_folder):
    with Serving(Careless) as serving:
        authority = Authority(serving.address, root_of(authority_folder))
        assert "stamped something else" in keep_all(log.engine, [authority])[0]


@pytest.mark.openssl
def test_an_authority_that_fails_is_told(log, authority_folder):
    with Serving(log_witness.handler(None)) as serving:
        authority = Authority(f"{serving.address}/nowhere", root_of(authority_folder))
        assert "answered 404" in keep_all(log.engine, [authority])[0]


def test_not_kept_says_why():
    assert str(NotKept("why")) == "why"
