// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesFormatTest {
    private static Entries read(String text) throws WrongLine {
        return PropertiesFormat.read(text, Map.of("cloister.home", "/opt/cloister")::get);
    }

    private static WrongLine wrong(String text) {
        return catchThrowableOfType(WrongLine.class, () -> read(text));
    }

    /** What is taken means the same as to the JDK. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                "a = b",
                "a:b",
                "a b",
                "  a\t=\tb ",
                "a=",
                "a",
                "a\\ b=c",
                "a\\=b=c",
                "a=b\\\n   c",
                "a=b\\\\",
                "a=\\u0041\\t\\n",
                "a==b",
                "a=b=c",
                "#x\n!y\n\na=b\r\nc=d\re=f",
                "a = # no comment",
                "a=\\#\\!\\:",
                "a=b\\\r\n  c\nd=e",
                "\u00e9=\u00fc",
                "a\\u0062=c"
            })
    void meansTheSameAsToTheJdk(String text) throws Exception {
        assertThat(read(text).values()).isEqualTo(jdk(text));
    }

    private static Map<?, ?> jdk(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }

    /** Of random texts from the letters that count, each is refused with a line, or means the same as to the JDK. */
    @Test
    void randomTextsAreRefusedOrMeanTheSame() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append("ab =:\\\n\r\t#!u0".charAt(random.nextInt(13)));
            }
            try {
                Map<String, Object> own = read(text.toString()).values();
                Map<?, ?> jdk = jdk(text.toString());
                // The JDK makes an empty key of a backslash that continues nothing
                jdk.remove("");
                assertThat(own).as("seed %d: %s", seed, text).isEqualTo(jdk);
            } catch (WrongLine e) {
                assertThat(e.line()).as("seed %d: %s", seed, text).isPositive();
            }
        }
    }

    @Test
    void aBrokenEscapeIsToldWithItsLine() {
        assertThat(wrong("allowed.types = sev-es\nx=\\u00zz\n")).satisfies(e -> {
            assertThat(e.line()).isEqualTo(2);
            assertThat(e.getMessage()).contains("\\u00zz", "four hexadecimal digits");
        });
        assertThat(wrong("a=\\u12").line()).isEqualTo(1);
    }

    @Test
    void halfALineIsRefused() {
        assertThat(wrong("# c\na=b\\").line()).isEqualTo(2);
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertThat(wrong("a=1\n#\na=2")).satisfies(e -> {
            assertThat(e.line()).isEqualTo(3);
            assertThat(e.getMessage()).contains("in line 1");
        });
    }

    @Test
    void propertiesOfTheFrameworkStandForTheirValues() throws Exception {
        assertThat(read("folder = ${cloister.home}/backends").values())
                .containsEntry("folder", "/opt/cloister/backends");
        assertThat(wrong("folder = ${nothing}/x").getMessage()).contains("no property of this name", "nothing");
        assertThat(wrong("folder = ${cloister.home").getMessage()).contains("does not end");
    }

    @Test
    void linesAreThoseInWhichSettingsBegin() throws Exception {
        Entries entries = read("# one\n\na = 1,\\\n  2\nb = 3");
        assertThat(entries.values()).containsEntry("a", "1,2");
        assertThat(entries.line("a")).isEqualTo(3);
        assertThat(entries.line("b")).isEqualTo(5);
    }

    @Test
    void commentsSaySomethingAndBlanksDoNot() throws Exception {
        assertThat(read("# nothing meant").written()).isTrue();
        assertThat(read("\n \t\n").written()).isFalse();
    }
}
