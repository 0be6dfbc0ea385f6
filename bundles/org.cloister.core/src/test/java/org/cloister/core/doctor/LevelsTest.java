// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Level;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.core.settings.LaunchRules;
import org.cloister.core.settings.Places;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What is critical, by what was asked for and what the settings allow. */
class LevelsTest {
    private static final GuestType SNP = new GuestType("sev-snp");
    private static final GuestType ES = new GuestType("sev-es");
    private static final GuestType TD = new GuestType("td");

    private static final AskedPlatform SOFTSEV = platform("softsev", Trust.EMULATED, "sev-es", "sev-snp");
    private static final AskedPlatform KVM = platform("kvm", Trust.HARDWARE);
    private static final AskedPlatform BROKEN = new AskedPlatform("evil", Optional.empty(), "threw an exception");

    private static AskedPlatform platform(String name, Trust trust, String... types) {
        Map<String, String> offered = new TreeMap<>();
        Arrays.asList(types).forEach(type -> offered.put(type, ""));
        Map<String, String> absent = types.length > 0 ? Map.of() : Map.of("sev-snp", "no SEV", "sev-es", "no SEV");
        return new AskedPlatform(name, Optional.of(new PlatformFacts(name, trust, offered, absent, Map.of())), "");
    }

    private static LaunchRules rules(List<String> types, List<String> platforms, int strength) {
        return new LaunchRules(
                new TreeSet<>(types),
                new TreeSet<>(platforms),
                strength,
                LaunchRules.DEFAULT.policies(),
                LaunchRules.NO_LIMIT,
                LaunchRules.DEFAULT.answerMillis(),
                Places.CONFIGURATION);
    }

    /** Of a framework without bundles. */
    private static BundleContext empty() {
        return (BundleContext) Proxy.newProxyInstance(
                LevelsTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getBundles") ? new Bundle[0] : null);
    }

    private static Scene scene(LaunchRules rules, AskedPlatform... platforms) {
        return new Scene(
                empty(),
                null,
                List.of(new AskedType(SNP, 300), new AskedType(ES, 200), new AskedType(TD, 400)),
                new Hardware(List.of(platforms), Probes.NONE, Optional.empty()),
                Optional.of(rules));
    }

    private static Diagnosis type(GuestType type, boolean asked, LaunchRules rules, AskedPlatform... platforms) {
        return new TypesDiagnosis(scene(rules, platforms)).of(type, asked);
    }

    private static List<Level> platforms(LaunchRules rules, AskedPlatform... platforms) {
        return new PlatformsDiagnosis(scene(rules, platforms))
                .all().stream().map(Diagnosis::level).toList();
    }

    @Test
    void aTypeIsWellWhereSomePlatformCarriesIt() {
        Diagnosis found = type(SNP, false, LaunchRules.DEFAULT, KVM, BROKEN, SOFTSEV);
        assertThat(found.level()).isEqualTo(Level.OK);
        assertThat(found.summary()).isEqualTo("can be launched on softsev (EMULATED)");
    }

    @Test
    void aTypeIsCriticalWhereNoneDoes() {
        Diagnosis found = type(SNP, false, LaunchRules.DEFAULT, KVM);
        assertThat(found.level()).isEqualTo(Level.CRITICAL);
        assertThat(found.chain())
                .containsExactly(
                        "guest type sev-snp is there and cannot be launched",
                        "platform kvm does not offer sev-snp: no SEV");
    }

    @Test
    void aTypeThatTheSettingsForbidIsCriticalWhenItWasAskedFor() {
        for (LaunchRules rules : List.of(rules(List.of("sev-snp"), List.of(), 0), rules(List.of(), List.of(), 250))) {
            assertThat(type(ES, false, rules, SOFTSEV).level()).isEqualTo(Level.OK);
            Diagnosis asked = type(ES, true, rules, SOFTSEV);
            assertThat(asked.level()).isEqualTo(Level.CRITICAL);
            assertThat(asked.summary()).contains("type sev-es", "settings here");
            assertThat(asked.remedy()).contains("org.cloister.core");
        }
    }

    @Test
    void onlyPlatformsThatTheSettingsAllowCount() {
        LaunchRules hardware = rules(List.of(), List.of("hardware"), 0);
        Diagnosis found = type(SNP, false, hardware, KVM, SOFTSEV);
        assertThat(found.level()).isEqualTo(Level.CRITICAL);
        assertThat(found.chain()).anyMatch(line -> line.contains("softsev") && line.contains("allowed.platforms"));
        assertThat(platforms(hardware, KVM, SOFTSEV)).containsExactly(Level.CRITICAL, Level.OK);
        assertThat(new PlatformsDiagnosis(scene(hardware, SOFTSEV)).of("softsev"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.level()).isEqualTo(Level.CRITICAL));
    }

    @Test
    void aPlatformWithoutGuestsIsCriticalWhereThereIsNoOther() {
        assertThat(platforms(LaunchRules.DEFAULT, KVM, BROKEN, SOFTSEV))
                .containsExactly(Level.WARN, Level.WARN, Level.OK);
        assertThat(platforms(LaunchRules.DEFAULT, KVM)).containsExactly(Level.CRITICAL);
        assertThat(new PlatformsDiagnosis(scene(LaunchRules.DEFAULT, KVM, SOFTSEV)).of("hardware"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.level()).isEqualTo(Level.CRITICAL));
    }

    @Test
    void aTypeThatNoPlatformKnowsIsSaidToLackItsOwn() {
        Diagnosis found = type(TD, false, LaunchRules.DEFAULT, SOFTSEV);
        assertThat(found.level()).isEqualTo(Level.CRITICAL);
        assertThat(found.summary()).isEqualTo("no platform that is there knows guest type td");
        assertThat(found.remedy()).contains("install and start");
    }

    @Test
    void withoutAnyPlatformTheOneThatIsKnownIsNamed() {
        Cause none = new PlatformsDiagnosis(scene(LaunchRules.DEFAULT)).whyNone(Trust.EMULATED);
        assertThat(none.chain()).startsWith("no emulated platform is there");
        assertThat(none.remedy()).isEqualTo("install and start bundle org.cloister.softsev");
    }
}
