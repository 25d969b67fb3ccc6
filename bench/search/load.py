"""Make the tables and fill them: python bench/search/load.py URL PEOPLE."""

import json
import sys
from pathlib import Path

import sqlalchemy as sa
import store


def size_of(engine: sa.Engine, names: list[str]) -> float:
    """Give the size of tables with their indexes, in MB."""
    if engine.dialect.name == "postgresql":
        statement = sa.text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    else:
        statement = sa.text(
            "SELECT sum(pgsize) FROM dbstat WHERE name IN"
            " (SELECT name FROM sqlite_schema WHERE tbl_name = :name)"
        )
    with engine.connect() as connection:
        sizes = [connection.execute(statement, {"name": name}).scalar() or 0 for name in names]
    return round(sum(sizes) / 1e6, 1)


def main(url: str, people: int) -> None:
    """Fill everything and print what it took."""
    engine = sa.create_engine(url)
    store.metadata.drop_all(engine)
    store.metadata.create_all(engine)
    found: dict[str, object] = {"people": people, "database": engine.dialect.name}
    tables = {"residents": ["residents", "data_keys"], "A": ["name_tokens"]}
    tables |= {"B": ["surname_hashes"], "C": ["resident_search_keys"]}
    for maker, names in tables.items():
        found[maker] = store.load(url, maker, people) | {"MB": size_of(engine, names)}
        print(maker, found[maker], flush=True)
    found["words"] = {"rows": store.load_words(url), "MB": size_of(engine, ["name_words"])}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    print(json.dumps(found))
    Path(__file__).with_name(f"loaded-{engine.dialect.name}.json").write_text(
        json.dumps(found, indent=1) + "\n"
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
