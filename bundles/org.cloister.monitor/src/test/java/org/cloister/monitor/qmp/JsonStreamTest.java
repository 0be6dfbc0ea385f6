// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where one text ends and the next begins, however the bytes come. */
class JsonStreamTest {
    private final List<String> heard = new ArrayList<>();
    private final JsonStream stream =
            new JsonStream(piece -> heard.add(piece.bytes()), error -> heard.add("refused: " + error.getMessage()));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}{"b":2}             | {"a":1} {"b":2}
            {"a":{"b":[1,"}]"]}} 7 [ ] | {"a":{"b":[1,"}]"]}} 7 [ ]
            "x\\"{" 'y"' null          | "x\\"{" 'y"' null
            true{"a":1}                | true {"a":1}
            1"a"2[]                    | 1 "a" 2 []
            }{}                        | } {}
            [}{}                       | [} {}
            {"a":1]{}                  | {"a":1] {}
            , {}                       | , {}
            """)
    void texts(String bytes, String texts) {
        feed(bytes + "\n");
        assertThat(String.join(" ", heard)).isEqualTo(texts);
    }

    @Test
    void anUnfinishedTextWaitsForItsRest() {
        feed("{\"a\":\n [1,");
        assertThat(heard).isEmpty();
        feed("2]}");
        assertThat(heard).containsExactly("{\"a\":\n [1,2]}");
    }

    @Test
    void aStringThatGoesOverItsLineEndsThere() {
        feed("{\"a\": \"b\n{}");
        assertThat(heard).containsExactly("{\"a\": \"b\n", "{}");
    }

    @Test
    void anyCutGivesTheSame() {
        byte[] bytes =
                "{\"id\": \"ä😀\", \"x\": ['\\'', {}]} [1] {\"execute\": \"stop\"}\n".getBytes(StandardCharsets.UTF_8);
        stream.feed(ByteBuffer.wrap(bytes));
        List<String> whole = List.copyOf(heard);
        for (int cut = 0; cut <= bytes.length; cut++) {
            heard.clear();
            stream.feed(ByteBuffer.wrap(bytes, 0, cut));
            stream.feed(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            assertThat(heard).as("cut at %d", cut).isEqualTo(whole);
        }
        assertThat(whole).hasSize(3);
    }

    @Test
    void eachPieceKnowsItsPlaceOnTheConnection() {
        List<String> places = new ArrayList<>();
        JsonStream told = new JsonStream(piece -> places.add(piece.line() + ":" + piece.column()), error -> {});
        byte[] bytes = "{} [1]\n\n  {\"\u00e4\":\n1}tru \n\"a\n7 ".getBytes(StandardCharsets.UTF_8);
        for (byte next : bytes) {
            told.feed(ByteBuffer.wrap(new byte[] {next}));
        }
        assertThat(places).containsExactly("1:1", "1:4", "3:3", "4:3", "5:1", "6:1");
    }

    @Test
    void aTextWithoutEndIsCutOffAndTheNextLineCounts() {
        feed("[\"" + "a".repeat(JsonStream.MOST_BYTES) + "\"]\n{}");
        assertThat(heard).containsExactly("refused: JSON token size limit exceeded", "{}");
    }

    @Test
    void nestingHasAnEnd() {
        feed("[".repeat(JsonStream.MOST_DEPTH) + "]".repeat(JsonStream.MOST_DEPTH));
        assertThat(heard).hasSize(1);
        assertThat(JsonText.parse(new JsonPiece(heard.get(0), 1, 1)).isJsonArray())
                .isTrue();
        heard.clear();
        feed("[".repeat(JsonStream.MOST_DEPTH + 1) + "[[[\n{}");
        assertThat(heard).containsExactly("refused: JSON nesting depth limit exceeded", "{}");
    }

    /** Whatever comes, the stream is in order again after a line break outside of brackets. */
    @Test
    void nonsenseNeverKeepsAStreamFromTheNextRequest() {
        Random random = new Random(7);
        String letters = "{}[]\"':,\\ abc01\n\u0000";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder nonsense = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                nonsense.append(letters.charAt(random.nextInt(letters.length())));
            }
            feed(nonsense.toString());
            heard.clear();
            feed("\"\n'\n" + "]}".repeat(12) + "\n\"\n'\n{\"execute\":\"stop\"}");
            assertThat(heard).as(nonsense.toString()).last().isEqualTo("{\"execute\":\"stop\"}");
        }
    }

    private void feed(String text) {
        stream.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
