// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.felix.cm.file.ConfigurationHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedFormatTest {
    /** What Config Admin of Apache Felix writes is read as it reads it itself. */
    @Test
    void readsWhatFelixWrites() throws Exception {
        Dictionary<String, Object> written = new Hashtable<>();
        written.put("text", "a \"b\" = \\ c");
        written.put("number", 7);
        written.put("long", -7L);
        written.put("truth", true);
        written.put("real", 1.5);
        written.put("names", new String[] {"sev", "sev-snp"});
        written.put("numbers", new Integer[] {1, 2});
        written.put("primitives", new int[] {1, 2});
        written.put("several", List.of("x", "y"));
        written.put("none", new String[0]);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ConfigurationHandler.write(file, written);
        Map<String, Object> own =
                TypedFormat.read(file.toString(StandardCharsets.UTF_8)).values();
        Dictionary<?, ?> felix = ConfigurationHandler.read(new ByteArrayInputStream(file.toByteArray()));
        assertThat(own.keySet()).isEqualTo(new HashMap<>((Map<?, ?>) asMap(felix)).keySet());
        own.forEach((key, value) -> assertThat(plain(value)).as(key).isEqualTo(plain(felix.get(key))));
    }

    private static Map<Object, Object> asMap(Dictionary<?, ?> dictionary) {
        Map<Object, Object> map = new HashMap<>();
        Collections.list(dictionary.keys()).forEach(key -> map.put(key, dictionary.get(key)));
        return map;
    }

    private static Object plain(Object value) {
        if (value instanceof int[] primitives) {
            return Arrays.stream(primitives).boxed().toList();
        }
        return value instanceof Object[] array ? List.of(array) : value;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "a                    | the file ends too early",
                "a=                   | the file ends too early",
                "a=\"b                | the file ends too early",
                "a=[\"b\"             | the file ends too early",
                "a=[\"b\" \"c\"]      | something else has to stand here",
                "a=q\"b\"              | there is no such type",
                "a=I\"x\"             | not a number of its type",
                "a=B\"yes\"           | neither true nor false",
                "a=\"b\" c            | something follows",
                "a=\"b\"§a=\"c\"      | twice",
                "=\"b\"               | no key",
            })
    void whatIsWrongIsToldWithItsLine(String text, String told) {
        WrongLine wrong =
                catchThrowableOfType(WrongLine.class, () -> TypedFormat.read("# first\n" + text.replace('§', '\n')));
        assertThat(wrong).hasMessageContaining(told);
        assertThat(wrong.line()).isBetween(2, 3);
    }

    /** Whatever stands in a file, it is read or refused with a line that it has. */
    @Test
    void randomTextsAreReadOrRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append("a=\"\"\\[](),IBF1. \n\r#".charAt(random.nextInt(19)));
            }
            try {
                TypedFormat.read(text.toString());
            } catch (WrongLine e) {
                assertThat(e.line())
                        .as("seed %d: %s", seed, text)
                        .isBetween(1, (int) text.toString().lines().count() + 1);
            }
        }
    }
}
