// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The configuration, its description for tools and the settings say the same. */
class ConfigurationTest {
    private static final File DESCRIPTION = new File("OSGI-INF/metatype/org.cloister.softsev.xml");

    @Test
    void defaultsAreThoseOfThePlatform() {
        SoftSettings nothing = SoftSettings.read(Map.of("service.pid", SoftSev.PID, "component.name", "x"));
        assertThat(nothing.settings()).contains(PlatformSettings.DEFAULT);
        assertThat(nothing.state()).isEmpty();
        Map<String, Object> written = new HashMap<>(new SoftSevRules().defaults());
        assertThat(SoftSettings.read(written).settings()).contains(PlatformSettings.DEFAULT);
    }

    @Test
    void descriptionNamesEverySettingWithItsDefault() throws Exception {
        assertThat(described()).isEqualTo(new SoftSevRules().defaults());
    }

    /** Key, value, and what the problem says beside the key. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generation       | venice  | expected one of naples, rome, milan, genoa, turin",
                "generation       | turn    | did you mean turin",
                "cbit             | 99      | found 99, expected a whole number from 0 to 51",
                "cbit             | 31      | found 31, expected 32 to 51",
                "asid.max         | abc     | found abc, expected a whole number from 0 to 65535",
                "asid.max         | -1      | found -1, expected a whole number from 0 to 65535",
                "asid.first.sev   | 1008    | found 1008, expected 1 to 1007",
                "tcb              | rubbish | found rubbish, expected up to 16 hexadecimal digits",
                "report.version   | 9       | found 9, expected a whole number from 0 to 5",
                "report.version   | 4       | found 4, expected 2, 3 or 5",
                "platform.info    | 0x100   | found 0x100",
                "memory.max       | 1       | found 1, expected a whole number from 4096",
                "memory.max       | 16P     | found 16P",
                "vmsa.features    | 1       | a mask without bit 0",
                "amd.names        | yes     | found yes, expected true or false",
                "sockets          | 3       | found 3, expected a whole number from 1 to 2",
                "cpuid.pages      | loose   | expected one of strict, corrected, off",
                "platform.init    | never   | expected one of probe, command, temporary",
                "kernel           | 6.1     | found 6.1, expected one of 6.16, 7.0",
                "send.roots       | abc     | found abc, expected 64 hexadecimal digits each, separated by commas",
                "generatoin       | TURIN   | no such setting",
                "asid_max         | 400     | did you mean asid.max",
                "state            | a\0b   | this names no folder",
            })
    void aWrongSettingIsToldInOneLineAndThePlatformDoesNothing(String key, String value, String told) {
        assertThat(new SoftSevRules().wrong(Map.of(key, value))).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(key);
            assertThat(problem.message()).contains(told).hasLineCount(1);
        });
        try (Closing platform = new Closing(new SoftSev(Map.of(key, value)))) {
            assertThat(platform.softSev().facts().whyNot("sev-snp"))
                    .contains(key)
                    .contains("org.cloister.softsev");
            assertThatThrownBy(() -> platform.softSev().adapt(PlatformChannel.class))
                    .isInstanceOfSatisfying(
                            CloisterException.class,
                            e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST))
                    .hasMessageContaining(key + " in configuration org.cloister.softsev");
        }
    }

    private record Closing(SoftSev softSev) implements AutoCloseable {
        @Override
        public void close() {
            softSev.close();
        }
    }

    @Test
    void everyMistakeIsTold() {
        assertThat(new SoftSevRules().wrong(Map.of("generatoin", "TURIN", "asid_max", "400", "cbit", "99", "tcb", "x")))
                .extracting(Problem::where)
                .containsExactlyInAnyOrder("asid_max", "generatoin", "cbit", "tcb");
    }

    @Test
    void theWordsOfTheCommandLineAreTaken() {
        PlatformSettings turin = SoftSettings.read(
                        Map.of("generation", "turin", "memory.max", "64G", "platform.info", "0x25"))
                .settings()
                .orElseThrow();
        assertThat(turin.generation()).isEqualTo(EmulatedGeneration.TURIN);
        assertThat(turin.maxMemory()).isEqualTo(64L << 30);
        assertThat(turin.policies().smt()).isTrue();
        assertThat(SoftSettings.read(Map.of("generation", "TURIN", "asid.max", 400, "asid.first.sev", 100))
                        .settings())
                .map(PlatformSettings::snpAsids)
                .contains(99);
    }

    @Test
    void severalRootsAreTakenWhateverTheirLetters() {
        String one = "ab".repeat(32);
        String other = "01".repeat(32);
        assertThat(SoftSettings.read(Map.of("send.roots", one.toUpperCase(Locale.ROOT) + ", " + other))
                        .settings())
                .map(PlatformSettings::sendRoots)
                .contains(Set.of(Bytes.ofHex(one), Bytes.ofHex(other)));
        assertThat(SoftSettings.read(Map.of("send.roots", new String[] {one, other}))
                        .settings())
                .map(PlatformSettings::sendRoots)
                .contains(Set.of(Bytes.ofHex(one), Bytes.ofHex(other)));
    }

    @ParameterizedTest
    @CsvSource({
        "asid.first.sev, 6",
        "report.version, 3",
        "tcb, 0x1",
        "snp.features, 1",
        "mitigations, 2",
        "amd.names, true"
    })
    void naplesTakesNothingThatItDoesNotHave(String key, String value) {
        assertThat(SoftSettings.read(Map.of("generation", "naples", key, value)).wrong())
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo(key));
    }

    private static Map<String, String> described() throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(DESCRIPTION)
                .getElementsByTagName("AD");
        Map<String, String> defaults = new HashMap<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Element setting = (Element) nodes.item(i);
            defaults.put(setting.getAttribute("id"), setting.getAttribute("default"));
        }
        return defaults;
    }
}
