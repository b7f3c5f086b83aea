import pytest

from knowledge.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BillCompletionSpot", ["bill", "completion", "spot", "billcompletionspot"]),
        ("BILL_STAT_FLG", ["bill", "stat", "flg", "bill_stat_flg"]),
        ("getBillId", ["get", "bill", "id", "getbillid"]),
        ("SAType HTTPServer", ["sa", "type", "satype", "http", "server", "httpserver"]),
        ("CHAR_VAL_FK1", ["char", "val", "fk1", "char_val_fk1"]),
        ("C1-FooBar", ["c1", "foo", "bar", "foobar"]),
        ("the Straße, 42 days.", ["the", "straße", "42", "days"]),
        ("com.acme.Bill#read()", ["com", "acme", "bill", "read"]),
        ("", []),
    ],
)
def test_identifiers_are_split_into_words_and_kept_whole(text, expected):
    assert words(text) == expected
