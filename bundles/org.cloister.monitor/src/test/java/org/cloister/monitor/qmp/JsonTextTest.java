// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
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
        assertThat(parse(text)).hasToString(meaning);
    }

    /**
     * What QEMU 11.1.3 answers to the same bytes, apart from the last three. Where a number or word ends without a
     * blank, QEMU counts the byte behind it twice; here each counts once.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"execute": }           | 13 | expecting value
        {execute}               |  2 | expecting key
        }                       |  1 | expecting value
        :                       |  1 | expecting value
        [}                      |  2 | expecting value
        {]                      |  2 | expecting key
        [1}                     |  3 | expected ',' or ']'
        {"a":1]                 |  7 | expected ',' or '}'
        [1,]                    |  4 | expecting value
        {"a": 1,}               |  9 | expecting key
        {1: 1}                  |  2 | expecting key
        {{}:1}                  |  2 | expecting key
        {"a" 1}                 |  6 | expecting ':'
        {"a":1,"b"}             | 11 | expecting ':'
        {"a": 1 "b": 2}         |  9 | expected ',' or '}'
        [1 2]                   |  4 | expected ',' or ']'
        {"x":[1,2,{"a":1 2}]}   | 18 | expected ',' or '}'
        {"ä" 1}                 |  7 | expecting ':'
        {"a": 1, "a": 2}        | 15 | duplicate key
        {"execute": help}       | 13 | invalid keyword 'help'
        {"a" : b12}             |  8 | invalid keyword 'b'
        [nix &]                 |  2 | invalid keyword 'nix'
        {"a": +1}               |  7 | stray '+'
        {"a": &}                |  7 | stray '&'
        {"a":-}                 |  6 | stray '-}'
        {"a":01}                |  6 | stray '01'
        [1.x]                   |  2 | stray '1.x'
        [1e5x]                  |  5 | expected ',' or ']'
        {"a":1.5.5}             |  9 | stray '.'
        {"a":%d}                |  6 | stray '%'
        {"a":"b" "c"}           | 10 | expected ',' or '}'
        ["\\ud83dx"]            |  2 | \\ud83d is not a valid Unicode character
        ["\\udc00"]             |  2 | \\udc00 is not a valid Unicode character
        ["a\\ud800\\u0041b"]    |  2 | \\ud800 is not a valid Unicode character
        {"a":"\\u12"}           |  6 | \\u12" is not a valid Unicode character
        ["\\x"]                 |  2 | invalid escape sequence in string
        ["\\ä"]                 |  2 | invalid escape sequence in string
        [1e+5, 1e+]             |  8 | stray '1e+]'
        1e999                   |  1 | number out of range
        {} {}                   |  4 | expecting value
        {"a": 1                 |  8 | premature EOI
        """)
    void errors(String text, int column, String error) {
        refused(text, "1:" + column, error);
    }

    @Test
    void aPlaceIsALineAndAByteOfIt() {
        refused("{\"a\"\n : \n\n ]", "4:2", "expecting value");
        refused("{\"a\":\"abc\n", "1:6", "stray '\"abc\n'");
        JsonPiece later = new JsonPiece("{\"a\"\n 1}", 7, 30);
        assertThatThrownBy(() -> JsonText.parse(later)).hasMessage("8:2: JSON parse error, expecting ':'");
        JsonPiece sameLine = new JsonPiece("{\"a\" 1}", 7, 30);
        assertThatThrownBy(() -> JsonText.parse(sameLine)).hasMessage("7:35: JSON parse error, expecting ':'");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThatThrownBy(() -> JsonText.parse(new JsonPiece("\u00ff", 1, 1)))
                .hasMessage("1:1: JSON parse error, stray '\ufffd'");
        assertThatThrownBy(() -> JsonText.parse(new JsonPiece("[\"x\u00ff\"]", 1, 1)))
                .hasMessage("1:2: JSON parse error, stray '\"x\ufffd'");
        assertThatThrownBy(() -> JsonText.parse(new JsonPiece("[\"x\u00c3(\"]", 1, 1)))
                .hasMessage("1:2: JSON parse error, invalid UTF-8 sequence in string");
        assertThatThrownBy(() -> JsonText.parse(new JsonPiece("\u0000", 1, 1)))
                .hasMessage("1:1: JSON parse error, stray '\u0000'");
    }

    private static void refused(String text, String place, String error) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(QmpException.class)
                .hasMessage(place + ": JSON parse error, " + error);
    }

    private static JsonElement parse(String text) {
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return JsonText.parse(new JsonPiece(bytes, 1, 1));
    }

    @Test
    void aNumberBeyond64BitsIsNoWholeNumber() {
        assertThatThrownBy(() -> Type.UINT64.check("gpa", parse("18446744073709551616")))
                .hasMessage("Parameter 'gpa' expects uint64");
        assertThat(parse("9".repeat(300)).getAsDouble()).isEqualTo(1e300);
    }
}
