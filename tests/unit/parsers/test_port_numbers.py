from archcheck.parsers.port_numbers import listed_ports, port_range


def test_a_port_and_a_range_are_read() -> None:
    assert port_range("80") == range(80, 81)
    assert port_range("80-82") == range(80, 83)


def test_what_is_no_port_is_none() -> None:
    assert [port_range(text) for text in ("", "a", "80-", "99999", "82-80", "-1", "\u0668")] == [None] * 7


def test_a_wide_range_is_one_port_without_a_number() -> None:
    assert list(listed_ports("8000-8002") or ()) == [8000, 8001, 8002]
    assert listed_ports("10000-20000") == (None,)
    assert listed_ports("x") is None
