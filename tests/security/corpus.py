"""What people, programs and ill-wishers type: each value with a mark of its own, to be found again by."""

from __future__ import annotations

MARK = "kaninfot"

_HTML = (
    "<script>alert('{m}')</script>",
    "<img src=x onerror=alert('{m}')>",
    "<svg/onload=alert('{m}')>",
    '"><b id="{m}">',
    "'><i class='{m}'>",
    '" autofocus onfocus="alert({m})',
    "</textarea><script>{m}</script>",
    "</title><h1>{m}</h1>",
    "<!-- {m} -->",
    "<![CDATA[{m}]]>",
    '<a href="javascript:alert({m})">{m}</a>',
    "javascript:alert('{m}')",
    "<iframe srcdoc='<b>{m}</b>'>",
    "<math><mi//xlink:href='data:x,{m}'>",
    "&lt;b&gt;{m}&lt;/b&gt;",
    "&#60;b&#62;{m}",
    "{{{{ 7*7 }}}}{m}",
    "{{% raw %}}{m}",
    "${{7*7}}{m}",
    "[{m}](javascript:alert(1))",
    "%(name)s {m} %s %d",
)
_SQL = (
    "' OR '1'='1' -- {m}",
    '" OR ""="" -- {m}',
    "'; DROP TABLE company; -- {m}",
    "1; SELECT pg_sleep(9) -- {m}",
    "1 UNION SELECT password_hash FROM user_account -- {m}",
    "Robert'); DELETE FROM need; -- {m}",
    "%' AND 1=0 -- {m}",
    "_%_{m}",
    "\\' OR 1=1 -- {m}",
    "$${m}$$",
    "/* {m} */",
    "'||(SELECT version())||'{m}",
    "{m}' COLLATE NOCASE --",
    ":name {m} :1 ?",
    "x'41' {m}",
)
_SIGNS = (
    "{m}\x00nul",
    "\x01\x02{m}\x1f",
    "{m}\x7f\x1b[31m",
    "\ud800{m}",
    "{m}\udfff\ud800",
    "\u202e{m}\u202c",
    "\u2066{m}\u2069",
    "zero\u200bwidth\u200d{m}\ufeff",
    "Z\u0351\u036b\u0343\u032e{m}",
    "a\u030angstro\u0308m {m}",
    "ångström {m}",
    "👩🏽‍🔬 {m} 🇸🇪",
    "𝕭𝖗𝖞𝖌𝖌𝖆 {m}",
    "ﬁ ½ Ⅷ {m}",
    "\ufffe{m}\uffff",
    "{m}\u2028rad\u2029",
    "İ ı ß ẞ {m}",
)
_LINES = (
    "{m}\r\nSet-Cookie: x=1",
    "{m}\nBcc: all@test.example",
    "{m}%0d%0aLocation: https://evil.example",
    "\t{m}\t",
    "  {m}  ",
    "{m}\r",
)
_OTHER = (
    "../../../etc/passwd {m}",
    "..\\..\\windows {m}",
    "file:///etc/passwd#{m}",
    "/static/../config.py {m}",
    "=1+1+cmd|'/C calc'!A0 {m}",
    "+46 70 123 45 67 {m}",
    "-2+3 {m}",
    "@SUM(A1) {m}",
    "|{m}|",
    "null {m}",
    "None",
    "undefined",
    "NaN",
    "true",
    "0",
    "-0",
    "1e999",
    "999999999999999999999999",
    "0x10",
    "１２３",
    "556016-0680",
    "5560160681",
    "19811218-9876",
    "000000-0000",
    "2026-02-30",
    "2026-13-01",
    "0000-00-00",
    "9999-99-99",
    "2026-02-29T25:61",
    "20261121",
    "kanin@test.example",
    "kanin@@test",
    "https://test.example/?q=<b>",
    "//evil.example",
)


def values() -> list[str]:
    """Return every value, the whole corpus but the lengths."""
    groups = (_HTML, _SQL, _SIGNS, _LINES)
    marked = [value.format(m=f"{MARK}{number}") for number, value in enumerate(sum(groups, ()))]
    return marked + [value.replace("{m}", f"{MARK}x{number}") for number, value in enumerate(_OTHER)]


def nasty() -> list[str]:
    """Return those that databases differ in."""
    return [value for value in values() if set(value) & set("\x00\x01\x7f\ud800\udfff\u202e\ufffe'%\\")][::3]


def of_length(length: int) -> str:
    """Return a text of so many characters."""
    return ("ab cd " * (length // 6 + 1))[: length - 1] + "z"


def must_be_escaped(value: str) -> bool:
    """Tell whether a value may never stand on a page as it was typed."""
    return MARK in value and any(sign in value for sign in "<\"'")
