// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.settings.SettingInForce;
import org.cloister.api.settings.SettingsHolder;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.Listeners;
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
        assertThat(current.get()).isEqualTo(LaunchRules.DEFAULT);
        current.configured(Map.of("component.name", "launcher", "service.pid", "org.cloister.core", ".own", 1));
        assertThat(current.get()).isEqualTo(LaunchRules.DEFAULT);
    }

    @Test
    void valuesComeTypedOrAsText() {
        current.configured(Map.of("allowed.types", new String[] {"sev", "sev-snp"}, "maximum.guests", 7));
        LaunchRules typed = current.get();
        current.configured(Map.of("allowed.types", " sev, sev-snp ", "maximum.guests", " 7 "));
        assertThat(current.get()).isEqualTo(typed);
        current.configured(Map.of("allowed.types", List.of("sev-snp", "sev"), "maximum.guests", 7L));
        assertThat(current.get()).isEqualTo(typed);
        assertThat(typed.types()).containsExactly("sev", "sev-snp");
        assertThat(typed.maximumGuests()).isEqualTo(7);
    }

    /** A type that judges may take its time; launches go on by what is in force. */
    @Test
    void nobodyWaitsWhileTypesAreAsked() {
        AtomicInteger asked = new AtomicInteger();
        current.serve(
                policies -> {
                    asked.incrementAndGet();
                    CompletableFuture.runAsync(current::require)
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join();
                    return List.of();
                },
                new Listeners(new GuardedCalls()));
        current.configured(Map.of("maximum.guests", 7));
        current.configured(Map.of("maximum.guests", 8));
        assertThat(current.state().refused()).isEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatOthersRefusedOfTheirsIsTold() {
        current.holders(() -> List.of(new Refusing(), new Failing()));
        assertThat(current.state().refused()).singleElement().satisfies(refused -> {
            assertThat(refused.key()).contains("cbit");
            assertThat(refused.placed().message()).startsWith("cbit in configuration vendor: not now");
        });
        assertThat(current.get()).isEqualTo(LaunchRules.DEFAULT);
    }

    private static class Refusing implements SettingsHolder {
        @Override
        public String pid() {
            return "vendor";
        }

        @Override
        public List<Problem> refuses(Map<String, Object> given) {
            return refused();
        }

        @Override
        public List<Problem> refused() {
            return List.of(Problem.host("a.code", "not now").at("cbit"));
        }
    }

    private static final class Failing extends Refusing {
        @Override
        public String pid() {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void policiesAreReadByType() {
        current.configured(Map.of("policy.defaults", new String[] {"sev-snp: smt=off, abi=1.55", "sev:noks=on"}));
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
                "allowed.types    | ,                 | names nothing",
                "allowed.types    | ' '               | names nothing",
                "allowed.platforms| ,                 | names nothing",
                "policy.defaults  | ' '               | names nothing",
            })
    void wrongConfigurationIsRefusedByNameAndTheOldOneStays(String key, String value, String told) {
        current.configured(Map.of("maximum.guests", 3));
        LaunchRules before = current.get();
        current.configured(Map.of(key, value));
        assertThat(current.get()).isSameAs(before);
        assertThatThrownBy(() -> SettingsReader.read(Map.of(key, value), Places.CONFIGURATION))
                .isInstanceOf(CloisterException.class)
                .hasMessageContaining(key + " in configuration org.cloister.core")
                .hasMessageContaining(told);
    }

    @Test
    void everyMistakeIsTold() {
        assertThat(SettingsReader.wrong(Map.of("allowed.type", "sev", "minimum.strength", "abc", "maximum.guests", 1)))
                .extracting(Problem::message)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).hasLineCount(1))
                .anyMatch(line -> line.contains("did you mean allowed.types"));
    }

    @Test
    void policiesOfSeveralTypesArePartedBySemicolonsInText() {
        current.configured(Map.of("policy.defaults", "sev-snp:smt=off,abi=1.55; sev:noks=on"));
        assertThat(current.get().policies().byType()).hasSize(2).containsEntry("sev", Map.of("noks", "on"));
    }

    @Test
    void aConfigurationThatIsDeletedStaysInForceAndAnEmptyOneIsTheDefaults() {
        current.configured(Map.of("maximum.guests", 3, "service.pid", "org.cloister.core"));
        current.configured(Map.of("component.name", "launcher"));
        assertThat(current.get().maximumGuests()).isEqualTo(3);
        assertThat(current.state().refused()).isEmpty();
        current.configured(Map.of("component.name", "launcher", "service.pid", "org.cloister.core"));
        assertThat(current.get()).isEqualTo(LaunchRules.DEFAULT);
    }

    @Test
    void whatIsInForceAndWhatWasRefusedIsTold() {
        current.configured(Map.of("maximum.guests", 3));
        current.configured(Map.of("maximum.guests", "many"));
        assertThat(current.state().settings())
                .filteredOn(one -> one.key().equals("maximum.guests"))
                .extracting(SettingInForce::value)
                .containsExactly("3");
        assertThat(current.state().refused())
                .singleElement()
                .satisfies(one -> assertThat(one.placed().message()).contains("maximum.guests", "many"));
    }

    @Test
    void typeTwiceInThePoliciesIsRefused() {
        assertThatThrownBy(() -> SettingsReader.read(
                        Map.of("policy.defaults", new String[] {"sev:noks=on", "sev:nosend=on"}), Places.CONFIGURATION))
                .hasMessageContaining("type sev twice");
    }

    @Test
    void firstConfigurationThatIsWrongAllowsNothingUntilItIsCorrected() {
        current.configured(Map.of("allowed.types", "*"));
        assertThatThrownBy(current::get).isInstanceOfSatisfying(CloisterException.class, e -> {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(e.problem().where()).isEqualTo("allowed.types in configuration org.cloister.core");
        });
        current.configured(Map.of("allowed.types", "sev-snp"));
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
        assertThat(SettingsReader.read(
                        described.entrySet().stream()
                                .filter(entry -> !entry.getValue().equals(""))
                                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                        Places.CONFIGURATION))
                .isEqualTo(LaunchRules.DEFAULT);
    }
}
