import pytest
from shop_catalog.settings import Settings, SettingsError


def test_a_bare_environment_gives_the_defaults():
    assert Settings.from_environment({}) == Settings()


def test_variables_win_over_the_defaults():
    settings = Settings.from_environment(
        {"GREETING": "Hello", "LOG_LEVEL": "debug", "PRICING_TIMEOUT_MS": "500"}
    )
    assert (settings.greeting, settings.log_level, settings.pricing_timeout) == (
        "Hello",
        "DEBUG",
        0.5,
    )


@pytest.mark.parametrize(
    "name, value",
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("LOG_LEVEL", "loud"),
        ("PRICING_TIMEOUT_MS", "-1"),
        ("PRICING_URL", "pricing:8090"),
        ("PRICING_URL", "http://pricing:high"),
    ],
)
def test_a_bad_value_is_named(name, value):
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})
