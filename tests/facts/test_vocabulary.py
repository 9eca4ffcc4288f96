"""Posts, types and statuses: words of registers to codes, and no nearest code for a word that is not known."""

import pytest

from graph_service.facts.vocabulary import (
    ENTERPRISE_TYPES,
    POSTS,
    STATUSES,
    enterprise_type_of,
    post_of,
    status_of,
)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("法定代表人", "legal_representative"),
        ("Legal Representative", "legal_representative"),
        ("总经理", "manager"),
        ("监事会主席", "chief_supervisor"),
        ("法人", None),
        ("法人代表", None),
        ("厂长", None),
    ],
)
def test_a_post_is_known_by_its_word_and_never_by_one_that_sounds_alike(word: str, code: str | None) -> None:
    """Law decision 12."""
    assert post_of(word) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("有限责任公司(自然人独资)", "limited_company"),
        ("港澳台商独资 有限责任公司", "limited_company"),
        ("有限责任公司分公司", "branch"),
        ("股份有限公司(上市)", "joint_stock_company"),
        ("有限合伙企业", "partnership"),
        ("个体工商户", "sole_trader"),
        ("limited_company", "limited_company"),
        ("神秘类型", None),
    ],
)
def test_a_type_is_told_by_the_longest_word_in_it(words: str, code: str | None) -> None:
    assert enterprise_type_of(words) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("存续（在营、开业、在册）", "active"),
        ("吊销，未注销(2019年)", "licence_revoked"),
        ("吊销，已注销", "revoked_and_deregistered"),
        ("Deregistered", "deregistered"),
        ("飞走了", None),
    ],
)
def test_a_status_is_known_by_its_word_before_any_bracket(word: str, code: str | None) -> None:
    assert status_of(word) == code


def test_no_word_means_two_codes() -> None:
    for table in (POSTS, ENTERPRISE_TYPES, STATUSES):
        words = [word for known in table.values() for word in known]
        assert len(words) == len(set(words))
