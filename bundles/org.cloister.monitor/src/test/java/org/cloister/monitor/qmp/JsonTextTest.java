// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is JSON and what is not, with QEMU's words for the latter. */
class JsonTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                  | {}
        { }                                 | {}
        [ ]                                 | []
        {"a": [1, {"b": null}], "c": false} | {"a":[1,{"b":null}],"c":false}
        {'a': 'b"c'}                        | {"a":"b\\"c"}
        "a\\u00e4\\n\\/"                    | "aä\\n/"
        "\\ud83d\\ude00"                    | "😀"
        -9223372036854775808                | -9223372036854775808
        18446744073709551615                | 18446744073709551615
        1.5e3                               | 1500.0
        """)
    void values(String text, String meaning) {
        assertThat(JsonText.parse(text)).hasToString(meaning);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"execute": }           | expecting value
        }                       | expecting value
        [}                      | expecting value
        [1,]                    | expecting value
        {"a": 1,}               | key is not a string in object
        {1: 1}                  | key is not a string in object
        {"a" 1}                 | missing : in object pair
        {"a": 1 "b": 2}         | expected separator in dict
        [1 2]                   | expected separator in list
        {"a": 1, "a": 2}        | duplicate key
        {"execute": help}       | invalid keyword 'help'
        {"a": +1}               | stray '+'
        -                       | stray '-'
        01                      | stray '1'
        "a\\ud800"              | \\ud800 is not a valid Unicode character
        "\\udc00\\ud800"        | \\udc00 is not a valid Unicode character
        "\\x"                   | invalid escape sequence '\\x' in string
        "\\u12g4"               | invalid escape sequence '\\u' in string
        {"a"                    | missing : in object pair
        {"a": 1                 | premature EOI
        [                       | premature EOI
        "abc                    | premature EOI
        1e999                   | number out of range
        {} {}                   | stray '{'
        """)
    void errors(String text, String error) {
        assertThatThrownBy(() -> JsonText.parse(text))
                .isInstanceOf(QmpException.class)
                .hasMessage("JSON parse error, " + error);
    }

    @Test
    void aNumberBeyond64BitsIsNoWholeNumber() {
        assertThatThrownBy(() -> Type.UINT64.check("gpa", JsonText.parse("18446744073709551616")))
                .hasMessage("Parameter 'gpa' expects uint64");
        assertThat(JsonText.parse("9".repeat(300)).getAsDouble()).isEqualTo(1e300);
    }
}
