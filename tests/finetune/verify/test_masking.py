"""Secrets are found in every text of a record, and masked so that code still compiles."""

import json
import re
from dataclasses import replace

import pytest

from finetune.judge import Judge
from finetune.records import Record, prompt_text, record_id, record_json
from finetune.site import OpenSite
from finetune.verify.findings import Limits
from finetune.verify.masking import Masking
from finetune.verify.run import verify
from finetune.verify.secrets import hits, looks_random
from tests.fixtures.planted_records import SECRETS, answered, asking, clean_chats

HARMLESS = (
    "import java.net.URL; import com.example.corp.Host;",
    "private static final long serialVersionUID = 4111111111111111L;",
    "String PASSWORD_FIELD = getPasswordField();",
    "password = getPassword();",
    "A password is required before the bill is completed.",
    'addError("password", "name");',
    "token = tokens.next();",
    'String url = "http://localhost:8080/x"; // http://www.w3.org/2001/XMLSchema',
    "// see https://www.apache.org/licenses/LICENSE-2.0",
    "// since version 10.2.0.4 and release 2.9.0.1",
    'String server = "192.0.2.7"; String mail = "someone@example.com";',
    "@Override public void a() { this.local = other.internal(); }",
    'query.bindId("accountId", account.getId());',
    'String account = "0000000000";',
    "FT.CUR_AMT <> 0 AND ACCT_ID = :acctId",
    'String hex = "0123"; String words = "CmBillSegmentCalculationHeaderProcessor2";',
    'String column = "CI_BILL_SEGMENT_CALCULATION_LINE_CHARACTERISTIC_2";',
    "the entry identified by the given alias; see https://www.rfc-editor.org/info/rfc5890",
    "int total = +1234567890 + count;",
    "/* 2016-02-22   MOkafor     Initial version. */",
    "12:30:45.123 on 2021-03-15T10:00:00",
    "BEGIN 5500005555555559 request\nEND 5500005555555559",  # a fence of a prompt
    'secret = "<your secret>"; password = "${DB_PASSWORD}"; apiKey = "MASKED_KEY_3";',
)


@pytest.mark.parametrize(("check", "line"), SECRETS, ids=[line for _, line in SECRETS])
def test_each_kind_is_found_and_gone_when_it_is_masked(check: str, line: str) -> None:
    record = answered(clean_chats(1)[0], f"```java\n\t{line}\n\tbill.settle();\n```")
    masking = Masking()
    values = [value for _, value in masking.found(record)]
    assert values, "not found"
    made = masking.masked(record)
    text = json.dumps(record_json(made))
    assert not any(value in text for value in values if len(value) > 5)
    assert Masking().found(made) == {}
    assert "bill.settle();" in made.output and made.output.count('"') == record.output.count('"')


@pytest.mark.parametrize("line", HARMLESS)
def test_what_only_looks_like_a_secret_is_let_be(line: str) -> None:
    assert [line[hit.start : hit.end] for hit in hits(line)] == []


def test_one_value_has_one_placeholder_in_all_records_and_fields() -> None:
    first, second = clean_chats(2)
    line = 'String found = "AKIAIOSFODNN7EXAMPLE";'
    records = [
        asking(answered(first, f"```java\n{line}\n```"), "The key is AKIAIOSFODNN7EXAMPLE."),
        answered(second, f'```java\n{line}\nString other = "AKIAIOSFODNN7OTHERKEY";\n```'),
    ]
    masking = Masking()
    made = [masking.masked(record) for record in records]
    assert "MASKED_KEY_1" in made[0].instruction and "MASKED_KEY_1" in made[0].user
    assert "MASKED_KEY_1" in made[0].output and "MASKED_KEY_1" in made[1].output
    assert "MASKED_KEY_2" in made[1].output
    assert masking.counts == {"key": 2}
    assert "AKIA" not in json.dumps([record_json(each) for each in made])


def test_a_masked_record_has_the_id_of_its_new_texts_and_another_one_stays_as_it_is() -> None:
    record, other = clean_chats(2)
    record = asking(record, "Mail jane.doe@brightwater.com.")
    made = Masking().masked(record)
    assert made.id == record_id(made.kind, prompt_text(made), made.output) != record.id
    assert Masking().masked(other) is other


def test_a_private_key_over_many_lines_is_one_value() -> None:
    body = "\n".join(["MIIEpAIBAAKCAQEA7x0v" * 3] * 4)
    key = f"-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----"
    made = Masking().masked(answered(clean_chats(1)[0], f"```java\n/*\n{key}\n*/\n```"))
    assert made.output == "```java\n/*\nMASKED_PRIVATE_KEY_1\n*/\n```"


def test_numbers_stay_numbers_of_the_same_length() -> None:
    record = answered(clean_chats(1)[0], "```java\nlong account = 4711082215L;\nlong card = 5500005555555559L;\n```")
    assert Masking().masked(record).output == (
        "```java\nlong account = 1000000001L;\nlong card = 1000000000000001L;\n```"
    )


def test_masked_code_compiles_and_is_kept(real: list[Record], site: OpenSite) -> None:
    record = next(each for each in real if each.kind == "component" and "```java hole=" in each.output)
    planted = (
        '\t\tString password = "tiger";\n\t\tString db = "jdbc:oracle:thin:@db01.corp:1521/P";\n'
        '\t\tlong account = 4711082215L;\n\t\tString mail = "jane.doe@brightwater.com"; // tel. +49 211 1234-567\n'
    )
    code = re.search(r"(?m)^```java hole=\d+\n(?:import [^\n]*\n)*(?=\t\t)", record.output)
    assert code
    unsafe = answered(record, record.output[: code.end()] + planted + record.output[code.end() :])
    plain = verify([unsafe], site)
    assert {f.check for f in plain.errors} == {"secret", "personal"} and plain.kept == ()
    found = verify([unsafe], site, limits=Limits(mask=True))
    assert found.errors == ()
    assert {f.severity for f in found.findings} == {"info"} and len(found.findings) == 5
    (made,) = found.kept
    assert "tiger" not in made.output and "brightwater" not in made.output
    assert made.verdict == "compiled with generated artefacts"
    assert Judge(site).judge(made, made.output).clean


def test_a_host_may_be_made_public() -> None:
    record = answered(clean_chats(1)[0], "```java\n// http://wiki.brightwater.corp/rules\ncall();\n```")
    assert [f.check for f in verify([record], None).findings] == ["secret"]
    assert verify([record], None, limits=Limits(public_hosts=("brightwater.corp",))).findings == ()


def test_drawn_texts_are_told_from_written_ones() -> None:
    assert looks_random("q9Xv2LpZ7rT4mWc8KdYs1Hb3")
    assert looks_random("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c")
    assert not looks_random("retrieveBillSegmentsByAccountAndDate2021")
    assert not looks_random("00000000000000000000000000000000")


def test_the_findings_never_hold_the_secret() -> None:
    record = answered(clean_chats(1)[0], '```java\nString password = "S3cr3t!x9";\n```')
    found = verify([record], None)
    assert found.errors and not any("S3cr3t" in each.text for each in found.findings)
    assert not any("S3cr3t" in text for each in found.records for text in each.findings)
    assert replace(found.records[0], findings=()) == record
