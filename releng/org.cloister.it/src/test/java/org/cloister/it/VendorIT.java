// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cloister.it.Commands.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** Bundles of a vendor, installed by someone who knows nothing of them. */
class VendorIT {
    private static final String[] CAPSULE = {"--type", "capsule", "--property", "label=first", "-o", "json"};

    private Installed installed;
    private Commands commands;

    @BeforeEach
    void start() throws Exception {
        installed = Installed.started(VendorIT.class);
        commands = new Commands(installed.context());
    }

    @AfterEach
    void stop() throws Exception {
        installed.close();
    }

    private Ended run(String command, String... arguments) throws Exception {
        return commands.run(
                Stream.concat(Stream.of(command), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private Ended capsule(String... more) throws Exception {
        return run("launch", Stream.of(CAPSULE, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    @SuppressWarnings("unchecked")
    private UnaryOperator<String> insider() throws Exception {
        Bundle bundle = InsiderBundle.start(installed.context(), Insider.class, Insider.IMPORTS);
        return (UnaryOperator<String>) installed.context().getService(bundle.getRegisteredServices()[0]);
    }

    private String snpDigest() throws Exception {
        Ended expected = run("measure", "--type", "sev-snp", "--vcpus", "2");
        assertThat(expected.out().strip()).hasSize(96);
        return expected.out().strip();
    }

    @Test
    void aVendorsBackendServesWhereCloistersIsGone() throws Exception {
        Samples.install(installed.context(), Samples.SNP);
        installed.bundle("org.cloister.snp").uninstall();
        Ended ended = run("launch", "--type", "sev-snp", "--platform", "emulated", "--vcpus", "2", "-o", "json");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains(snpDigest(), "\"source\": \"firmware\"");
    }

    @Test
    void aVendorsBackendGetsTheNewLaunches() throws Exception {
        UnaryOperator<String> insider = insider();
        Bundle vendors = Samples.install(installed.context(), Samples.SNP);
        String guest = insider.apply("launch sev-snp");
        vendors.stop();
        assertThat(insider.apply("proceed " + guest)).startsWith("backend.cannot-adopt");
    }

    @Test
    void aVendorsBackendTakesPausedLaunchesOver() throws Exception {
        UnaryOperator<String> insider = insider();
        String guest = insider.apply("launch sev-snp");
        Samples.install(installed.context(), Samples.SNP);
        installed.bundle("org.cloister.snp").uninstall();
        assertThat(insider.apply("proceed " + guest)).isEqualTo(snpDigest());
        assertThat(insider.apply("close " + guest)).isEmpty();
    }

    @Test
    void aVendorsBackendIsSwappedInWhileAGuestIsPaused() throws Exception {
        UnaryOperator<String> insider = insider();
        String guest = insider.apply("launch sev-snp");
        assertThat(insider.apply("swap sev-snp " + Samples.jar(Samples.SNP))).isEqualTo(Samples.SNP);
        assertThat(installed.bundle("org.cloister.snp").getState()).isEqualTo(Bundle.UNINSTALLED);
        assertThat(insider.apply("proceed " + guest)).isEqualTo(snpDigest());
    }

    @Test
    void aVendorsBackendStaysForGuestsThatOnlyItUnderstands() throws Exception {
        UnaryOperator<String> insider = insider();
        assertThat(insider.apply("swap sev-snp " + Samples.jar(Samples.SNP))).isEqualTo(Samples.SNP);
        String guest = insider.apply("launch sev-snp");
        assertThat(insider.apply("swap sev-snp " + Installed.jar("org.cloister.snp")))
                .isEqualTo("org.cloister.snp pinned");
        assertThat(insider.apply("proceed " + guest)).isEqualTo(snpDigest());
    }

    @Test
    void aVendorsTypeIsSwappedAsWell() throws Exception {
        installCapsule();
        UnaryOperator<String> insider = insider();
        String guest = insider.apply("launch capsule");
        assertThat(insider.apply("swap capsule " + Samples.jar(Samples.CAPSULE)))
                .isEqualTo(Samples.CAPSULE);
        assertThat(insider.apply("proceed " + guest)).hasSize(64);
        assertThat(insider.apply("swap capsule " + Samples.jar(Samples.SNP))).startsWith("swap.type");
    }

    @Test
    void aTypeThatNobodyBringsIsUnknown() throws Exception {
        Ended ended = capsule("--platform", "emulated");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("capsule", "sev-snp");
    }

    @Test
    void aVendorsTypeIsLaunchedAndMeasured() throws Exception {
        installCapsule();
        Ended launched = capsule("--platform", "emulated");
        assertThat(launched.code()).as(launched.err()).isZero();
        assertThat(launched.err()).contains("EMULATED");
        Ended expected = run("measure", "--type", "capsule", "--property", "label=first");
        assertThat(expected.out().strip()).hasSize(64);
        assertThat(launched.out())
                .contains("\"running\"", "capsulevm", "capsule-1", "\"source\": \"firmware\"")
                .contains(expected.out().strip());
    }

    @Test
    void aVendorsTypeTellsWhatItWouldDo() throws Exception {
        installCapsule();
        Ended json = capsule("--platform", "emulated", "--dry-run");
        assertThat(json.code()).as(json.err()).isZero();
        assertThat(json.out()).contains("capsule-label", "\"debug\": \"off\"");
        Ended text = run("launch", "--type", "capsule", "--platform", "emulated", "--dry-run", "--debug", "on");
        assertThat(text.out()).contains("debug=on", "capsule-label", "0x100000");
        assertThat(text.err()).contains("may look inside");
    }

    @Test
    void aVendorsPropertiesAreJudgedByItsBackend() throws Exception {
        installCapsule();
        Ended wrong = run("launch", "--type", "capsule", "--platform", "emulated", "--property", "debug=maybe");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("debug", "maybe", "on|off");
        Ended unknown = run("launch", "--type", "capsule", "--platform", "emulated", "--policy", "0x30000");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("policy", "one of debug, label");
    }

    @Test
    void aVendorsTypeIsAmongTheCandidates() throws Exception {
        installCapsule();
        Ended ended = run("launch", "--platform", "emulated");
        assertThat(ended.out()).contains("sev-snp, running").containsPattern("capsule +capsulevm +EMULATED +possible");
    }

    @Test
    void aPlatformThatIsMissingIsNamed() throws Exception {
        installCapsule().stop();
        Ended emulated = capsule("--platform", "emulated");
        assertThat(emulated.code()).isEqualTo(3);
        assertThat(emulated.err()).contains("softsev does not offer capsule", "com.example.capsulevm");
        Ended hardware = capsule();
        assertThat(hardware.code()).isEqualTo(3);
        assertThat(hardware.err()).contains("kvm does not offer capsule");
    }

    @Test
    void aVendorsPlatformHasItsCondition() throws Exception {
        installCapsule();
        assertThat(run("probe", "--refresh").code()).isIn(0, 3);
        assertThat(installed
                        .context()
                        .getServiceReferences((String) null, "(osgi.condition.id=cloister.emulated.capsule)"))
                .hasSize(1);
    }

    /** Returns the platform's bundle. */
    private Bundle installCapsule() throws Exception {
        Bundle platform = Samples.install(installed.context(), Samples.CAPSULE_PLATFORM);
        Samples.install(installed.context(), Samples.CAPSULE);
        return platform;
    }
}
