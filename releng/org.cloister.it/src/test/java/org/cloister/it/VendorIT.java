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

    /** The guests of the framework, from outside it. */
    @SuppressWarnings("unchecked")
    private UnaryOperator<String> guests() throws Exception {
        Bundle bundle = TestBundle.start(
                installed.context(),
                PausedGuests.class,
                "org.osgi.framework,org.cloister.amd.firmware,org.cloister.api,org.cloister.api.guest,"
                        + "org.cloister.api.launch");
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
        UnaryOperator<String> guests = guests();
        Bundle vendors = Samples.install(installed.context(), Samples.SNP);
        String guest = guests.apply("launch sev-snp");
        vendors.stop();
        assertThat(guests.apply("proceed " + guest)).isEqualTo("backend.cannot-adopt");
    }

    @Test
    void aVendorsBackendTakesPausedLaunchesOver() throws Exception {
        UnaryOperator<String> guests = guests();
        String guest = guests.apply("launch sev-snp");
        Samples.install(installed.context(), Samples.SNP);
        installed.bundle("org.cloister.snp").uninstall();
        assertThat(guests.apply("proceed " + guest)).isEqualTo(snpDigest());
        assertThat(guests.apply("close " + guest)).isEmpty();
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
        assertThat(unknown.err()).contains("policy", "[debug, label]");
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
