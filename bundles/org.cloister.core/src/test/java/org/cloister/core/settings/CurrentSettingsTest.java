package org.cloister.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class CurrentSettingsTest {
    private static final File DESCRIPTION = new File("OSGI-INF/metatype/org.cloister.core.xml");

    private final CurrentSettings current = new CurrentSettings();

    @Test
    void everythingIsAllowedWithoutConfiguration() {
        assertThat(current.get()).isEqualTo(Settings.DEFAULT);
        current.apply(Map.of("component.name", "launcher", "service.pid", "org.cloister.core", ".own", 1));
        assertThat(current.get()).isEqualTo(Settings.DEFAULT);
    }

    @Test
    void valuesComeTypedOrAsText() {
        current.apply(Map.of("allowed.types", new String[] {"sev", "sev-snp"}, "maximum.guests", 7));
        Settings typed = current.get();
        current.apply(Map.of("allowed.types", " sev, sev-snp ", "maximum.guests", " 7 "));
        assertThat(current.get()).isEqualTo(typed);
        current.apply(Map.of("allowed.types", List.of("sev-snp", "sev"), "maximum.guests", 7L));
        assertThat(current.get()).isEqualTo(typed);
        assertThat(typed.types()).containsExactly("sev", "sev-snp");
        assertThat(typed.maximumGuests()).isEqualTo(7);
    }

    @Test
    void policiesAreReadByType() {
        current.apply(Map.of("policy.defaults", new String[] {"sev-snp: smt=off, abi=1.55", "sev:noks=on"}));
        assertThat(current.get().policies().byType())
                .containsEntry("sev-snp", Map.of("smt", "off", "abi", "1.55"))
                .containsEntry("sev", Map.of("noks", "on"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maximum.guests   | many              | many",
                "maximum.guests   | -2                | -2",
                "maximum.guests   | 5000000000        | 5000000000",
                "minimum.strength | -1                | -1",
                "allowed.types    | SEV               | SEV",
                "maximum.guest    | 1                 | no such setting",
                "policy.defaults  | smt=off           | TYPE:KEY=VALUE",
                "policy.defaults  | sev:smt           | TYPE:KEY=VALUE",
                "policy.defaults  | sev:a=b,          | TYPE:KEY=VALUE",
                "policy.defaults  | sev:a=b,a=c       | a twice",
            })
    void wrongConfigurationIsRefusedByNameAndTheOldOneStays(String key, String value, String told) {
        current.apply(Map.of("maximum.guests", 3));
        Settings before = current.get();
        current.apply(Map.of(key, value));
        assertThat(current.get()).isSameAs(before);
        assertThatThrownBy(() -> SettingsReader.read(Map.of(key, value)))
                .isInstanceOf(CloisterException.class)
                .hasMessageContaining(key + " in configuration org.cloister.core")
                .hasMessageContaining(told);
    }

    @Test
    void typeTwiceInThePoliciesIsRefused() {
        assertThatThrownBy(() ->
                        SettingsReader.read(Map.of("policy.defaults", new String[] {"sev:noks=on", "sev:nosend=on"})))
                .hasMessageContaining("type sev twice");
    }

    @Test
    void firstConfigurationThatIsWrongAllowsNothingUntilItIsCorrected() {
        current.apply(Map.of("allowed.types", "*"));
        assertThatThrownBy(current::get).isInstanceOfSatisfying(CloisterException.class, e -> {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(e.problem().where()).isEqualTo("allowed.types in configuration org.cloister.core");
        });
        current.apply(Map.of("allowed.types", "sev-snp"));
        assertThat(current.get().types()).containsExactly("sev-snp");
    }

    @Test
    void descriptionForToolsNamesEverySettingWithItsDefault() throws Exception {
        Map<String, Object> described = new HashMap<>();
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(DESCRIPTION)
                .getElementsByTagName("AD");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element setting = (Element) nodes.item(i);
            described.put(setting.getAttribute("id"), setting.getAttribute("default"));
        }
        assertThat(described.keySet()).containsExactlyInAnyOrderElementsOf(Setting.keys());
        assertThat(SettingsReader.read(described.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(""))
                        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))))
                .isEqualTo(Settings.DEFAULT);
    }
}
