// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.operate.BackendFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

/** Who may come in, and what a configuration has to be for it. */
class PinsTest {
    private static final String ONE = "11".repeat(32);
    private static final String TWO = "22".repeat(32);
    private static final BackendFile.Signer SIGNER = new BackendFile.Signer("CN=one", ONE);
    private static final BackendFile.Signer OTHER = new BackendFile.Signer("CN=two", TWO);

    @Test
    void whereNothingIsNamedAllComeIn() {
        Pins.NONE.admit(jar(Set.of()));
    }

    @Test
    void aFileComesInByItsDigest() {
        BackendJar jar = jar(Set.of());
        new Pins(Set.of(ONE, jar.origin().sha256()), Set.of()).admit(jar);
        new Pins(Set.of(jar.origin().sha256()), Set.of(TWO)).admit(jar);
    }

    @Test
    void aFileComesInByWhoSignedAllOfIt() {
        new Pins(Set.of(), Set.of(ONE)).admit(jar(Set.of(SIGNER)));
        new Pins(Set.of(TWO), Set.of(ONE)).admit(jar(Set.of(OTHER, SIGNER)));
        new Pins(Set.of(), Set.of(ONE, TWO)).admit(jar(Set.of(OTHER), Set.of(SIGNER)));
    }

    @Test
    void anotherFileIsRefusedWithItsDigest() {
        BackendJar jar = jar(Set.of(OTHER));

        Problem problem = refused(new Pins(Set.of(ONE), Set.of(ONE)), jar);

        assertThat(problem.code()).isEqualTo("swap.untrusted");
        assertThat(problem.kind()).isEqualTo(Problem.Kind.HOST);
        assertThat(problem.message())
                .contains("mine.jar", "nothing of it was run", "CN=two (certificate with SHA-256 " + TWO + ")")
                .contains("add " + jar.origin().sha256()
                        + " to pinned.sha256 in configuration org.cloister.core.backends")
                .contains("expected a file of pinned.sha256, or every entry signed by one of trusted.signers");
    }

    @Test
    void aFileOfWhichAPartIsNotSignedIsRefusedWithThatPart() {
        Problem problem = refused(new Pins(Set.of(), Set.of(ONE)), jar(Set.of(SIGNER), Set.of(OTHER)));

        assertThat(problem.found()).contains("entry1 is not signed by who is trusted");
    }

    @Test
    void digestsAreReadAsToolsPrintThem() {
        String colons = "AB:".repeat(31) + "AB";

        assertThat(PinsReader.read(Map.of("pinned.sha256", ONE + ", " + TWO, "trusted.signers", colons)))
                .isEqualTo(new Pins(Set.of(ONE, TWO), Set.of("ab".repeat(32))));
        assertThat(PinsReader.read(Map.of("pinned.sha256", new String[] {ONE, TWO}))
                        .files())
                .containsExactly(ONE, TWO);
        assertThat(PinsReader.read(Map.of("trusted.signers", List.of(ONE))).signers())
                .containsExactly(ONE);
        assertThat(PinsReader.read(Map.of("service.pid", "x", "felix.fileinstall.filename", "y", "canary", false)))
                .isEqualTo(Pins.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "none", "1111", "0x11", "sha256:11"})
    void whatIsSetAndNamesNothingIsRefused(String value) {
        for (String key : List.of("pinned.sha256", "trusted.signers")) {
            CloisterException e =
                    catchThrowableOfType(CloisterException.class, () -> PinsReader.read(Map.of(key, value)));
            assertThat(e.problem().code()).isEqualTo("settings.invalid");
            assertThat(e.getMessage()).contains(key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pinned.sha265", "pinned", "trusted.signer", "Pinned.sha256"})
    void aWrongNameIsRefused(String key) {
        CloisterException e = catchThrowableOfType(CloisterException.class, () -> PinsReader.read(Map.of(key, ONE)));
        assertThat(e.getMessage()).contains(key, "pinned.sha256, trusted.signers");
    }

    @Test
    void aWrongConfigurationLeavesTheOneBeforeInForce() {
        BackendPins pins = new BackendPins();
        pins.configure(Map.of());
        assertThat(pins.get()).isEqualTo(Pins.NONE);
        pins.configure(configured("pinned.sha256", "nonsense"));
        assertThat(refused(pins).message()).contains("pinned.sha256", "until then no backend is swapped in here");
        pins.configure(Map.of());
        assertThat(refused(pins).code()).as("gone, and never was good").isEqualTo("settings.invalid");
        pins.configure(configured("pinned.sha256", ONE));
        assertThat(pins.get().files()).containsExactly(ONE);
        pins.configure(configured("pinned.sha256", " "));
        assertThat(pins.get().files()).containsExactly(ONE);
        pins.configure(Map.of());
        assertThat(pins.get().files()).as("gone").containsExactly(ONE);
        pins.configure(configured("canary", true));
        assertThat(pins.get()).isEqualTo(Pins.NONE);
        assertThat(pins.changes()).isEqualTo(7);
    }

    @Test
    void aWrongConfigurationIsAFinding() {
        BackendPins pins = new BackendPins();
        assertThat(pins.findings()).isEmpty();
        pins.configure(configured("pinned.sha256", "nonsense"));
        assertThat(pins.findings()).singleElement().satisfies(found -> {
            assertThat(found.chain().get(0)).contains("no backend is swapped in");
            assertThat(found.summary()).contains("pinned.sha256", "nonsense");
        });
        pins.configure(configured("pinned.sha256", ONE));
        assertThat(pins.findings()).isEmpty();
        pins.configure(configured("pinned.sha256", " "));
        assertThat(pins.findings())
                .singleElement()
                .satisfies(found -> assertThat(found.chain().get(0)).contains("what was in force before stays"));
    }

    private static Map<String, Object> configured(String key, Object value) {
        return Map.of("service.pid", BackendPins.PID, key, value);
    }

    private static Problem refused(BackendPins pins) {
        return catchThrowableOfType(CloisterException.class, pins::get).problem();
    }

    private static Problem refused(Pins pins, BackendJar jar) {
        CloisterException e = catchThrowableOfType(CloisterException.class, () -> pins.admit(jar));
        assertThat(e).as("it was not refused").isNotNull();
        return e.problem();
    }

    @SafeVarargs
    private static BackendJar jar(Set<BackendFile.Signer>... signers) {
        Map<String, Set<BackendFile.Signer>> entries = new LinkedHashMap<>();
        for (int i = 0; i < signers.length; i++) {
            entries.put("entry" + i, signers[i]);
        }
        return new BackendJar(
                Path.of("mine.jar"),
                Bytes.of(new byte[] {1, 2, 3}),
                "com.example.mine",
                new Version("1.0.0"),
                new GuestType("mine"),
                new Signers(entries));
    }
}
