import pytest

from archcheck.checks.gateway_presence import no_api_gateway
from archcheck.checks.registry import check_function, complete_parameters
from archcheck.model.errors import ConfigurationError


def test_a_name_leads_to_its_function() -> None:
    assert check_function("no-api-gateway") is no_api_gateway


def test_an_unknown_check_names_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match=r"There is no check no-api-gatway; did you mean no-api-gateway\?"):
        check_function("no-api-gatway")


def test_an_unknown_check_like_no_other_lists_all() -> None:
    with pytest.raises(ConfigurationError, match=r"There is no check xyzzy; there are: .*gateway-bypass, "):
        check_function("xyzzy")


def test_a_check_without_parameters_says_so() -> None:
    with pytest.raises(ConfigurationError, match=r"The check sync-cycle has no parameter length; it takes none\."):
        complete_parameters("sync-cycle", {"length": 3})


@pytest.mark.parametrize("value", ["3", True, 3.0, None])
def test_a_parameter_of_another_type_is_refused(value: object) -> None:
    with pytest.raises(ConfigurationError, match="max_hops of the check long-sync-chain is of type int, not"):
        complete_parameters("long-sync-chain", {"max_hops": value})
