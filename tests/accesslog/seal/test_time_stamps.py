"""Heads stamped by a real time-stamping authority, made with OpenSSL, over HTTP."""

import subprocess
from http.server import BaseHTTPRequestHandler

import pytest
import rfc3161_client
import time_machine
from cryptography import x509

from caseapp.accesslog.seal.anchoring import Authority, keep_all
from tests.accesslog.seal import ledger
from tests.accesslog.seal.outside import Careless, Serving, kept
from tests.support.databases import ENGINES
from tools import log_witness


@pytest.fixture(params=ENGINES)
def log(request):
    with ledger.kept(request.param, "stamping") as kept, time_machine.travel(ledger.AFTER):
        kept.sealer().run_until_idle()
        yield kept


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
