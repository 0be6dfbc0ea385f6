// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.it.Commands.Ended;
import org.cloister.it.Doctors.Diagnosed;
import org.cloister.it.vendor.Idle;
import org.cloister.it.vendor.NoPermission;
import org.cloister.it.vendor.Unlicensed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The first cause of everything that can keep a guest type away. */
class DoctorIT {
    private static final String SUPPORT = "org.cloister.api.guest.ConfidentialGuestSupport";

    private static Installed installed;
    private static Doctors doctors;

    @BeforeAll
    static void start() throws Exception {
        installed = Installed.started(DoctorIT.class);
        doctors = new Doctors(installed.context());
    }

    @AfterAll
    static void stop() throws Exception {
        installed.close();
    }

    /** Looks with a bundle installed, which is gone afterwards. */
    private static void with(TestBundle made, Look look) throws Exception {
        Bundle bundle = made.install(installed.context());
        try {
            look.at(bundle);
        } finally {
            bundle.uninstall();
        }
    }

    private interface Look {
        void at(Bundle bundle) throws Exception;
    }

    private static Diagnosed missing(String type) throws Exception {
        return doctors.whyMissing(type).orElseThrow();
    }

    private static Ended doctor(String... words) throws Exception {
        return new Commands(installed.context())
                .run(Stream.concat(Stream.of("doctor"), Stream.of(words)).toArray(String[]::new));
    }

    private static TestBundle vendor(String type) {
        return new TestBundle("vendor." + type, "1.2.3").brings(type);
    }

    @Test
    void whatIsShippedIsHealthyExceptForTheHardware() throws Exception {
        List<Diagnosed> all = doctors.examine();
        assertThat(all)
                .filteredOn(one -> !one.healthy())
                .allSatisfy(one -> assertThat(one.subject()).isEqualTo("platform kvm"));
        assertThat(all)
                .filteredOn(Diagnosed::healthy)
                .extracting(Diagnosed::subject)
                .contains("guest type sev-snp", "platform softsev", "component org.cloister.core.Launcher");
        assertThat(doctors.whyMissing("sev-snp")).isEmpty();
    }

    @Test
    void bundleThatWasStopped() throws Exception {
        Bundle snp = installed.bundle("org.cloister.snp");
        snp.stop();
        try {
            Diagnosed diagnosed = missing("sev-snp");
            assertThat(diagnosed.chain()).hasSize(3);
            assertThat(diagnosed.summary()).isEqualTo("bundle org.cloister.snp " + snp.getVersion() + " is stopped");
            assertThat(diagnosed.remedy()).isEqualTo("start bundle " + snp.getBundleId() + " (org.cloister.snp)");
            Ended ended =
                    new Commands(installed.context()).run("launch", "--type", "sev-snp", "--platform", "emulated");
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.err()).contains(diagnosed.summary(), diagnosed.remedy());
        } finally {
            snp.start();
        }
        assertThat(doctors.of("guest type sev-snp").healthy()).isTrue();
    }

    @Test
    void bundleThatWaitsForItsStartLevel() throws Exception {
        with(vendor("vendor-level"), bundle -> {
            bundle.adapt(BundleStartLevel.class).setStartLevel(50);
            bundle.start();
            assertThat(missing("vendor-level").summary()).contains("starts at level 50 and the framework is at 1");
        });
    }

    @Test
    void importThatNobodyExports() throws Exception {
        with(vendor("vendor-import").header("Import-Package", "org.cloister.api.guest;version=\"[2.1,3)\""), bundle -> {
            Diagnosed diagnosed = missing("vendor-import");
            assertThat(diagnosed.summary())
                    .startsWith("it imports package org.cloister.api.guest [2.1.0,3.0.0), which no installed bundle "
                            + "provides; the nearest is 1.")
                    .endsWith(" of bundle org.cloister.api "
                            + installed.bundle("org.cloister.api").getVersion());
            assertThat(diagnosed.chain())
                    .startsWith(
                            "guest type vendor-import is not there",
                            "bundle vendor.vendor-import 1.2.3 brings it",
                            "bundle vendor.vendor-import 1.2.3 is installed and cannot be resolved");
            assertThat(diagnosed.remedy()).contains("install a bundle that provides org.cloister.api.guest");
            assertThat(doctors.of("bundle vendor.vendor-import 1.2.3").healthy())
                    .isFalse();
        });
    }

    @Test
    void importThatIsExportedByABundleThatIsNotResolvedItself() throws Exception {
        TestBundle library = new TestBundle("vendor.library", "2.0.0")
                .header("Export-Package", "vendor.codec;version=\"2.0\"")
                .header("Import-Package", "vendor.nowhere")
                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"");
        with(
                library,
                exporting -> with(vendor("vendor-chain").header("Import-Package", "vendor.codec"), bundle -> {
                    assertThat(missing("vendor-chain").chain())
                            .endsWith(
                                    "it imports package vendor.codec",
                                    "bundle vendor.library 2.0.0 has that and is not resolved",
                                    "it imports package vendor.nowhere, which no installed bundle provides");
                }));
    }

    @Test
    void javaThatIsTooOld() throws Exception {
        String future = "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"";
        with(
                vendor("vendor-java").header("Require-Capability", future),
                bundle -> assertThat(missing("vendor-java").summary())
                        .startsWith("it was built for Java 99, and this is "));
    }

    private static TestBundle referring(String type, String target) {
        return vendor(type)
                .component(
                        Idle.class,
                        SUPPORT,
                        "",
                        "<reference name=\"keys\" interface=\"vendor.KeyStore\" " + target + "/>");
    }

    @Test
    void referenceThatNobodySatisfies() throws Exception {
        with(referring("vendor-lacking", ""), bundle -> {
            bundle.start();
            assertThat(missing("vendor-lacking").chain())
                    .containsExactly(
                            "guest type vendor-lacking is not there",
                            "bundle vendor.vendor-lacking 1.2.3 brings it and is active",
                            "component vendor.vendor-lacking.component lacks service vendor.KeyStore (reference keys)",
                            "no installed bundle provides vendor.KeyStore");
        });
    }

    @Test
    void referenceToWhatAStoppedBundleWouldProvide() throws Exception {
        TestBundle keys = new TestBundle("vendor.keys", "1.0.0").component(Idle.class, "vendor.KeyStore", "", "");
        with(
                keys,
                sleeping -> with(referring("vendor-asleep", ""), bundle -> {
                    bundle.start();
                    Diagnosed diagnosed = missing("vendor-asleep");
                    assertThat(diagnosed.chain())
                            .endsWith(
                                    "bundle vendor.keys 1.0.0 would provide it", "bundle vendor.keys 1.0.0 is stopped");
                    assertThat(diagnosed.remedy())
                            .isEqualTo("start bundle " + sleeping.getBundleId() + " (vendor.keys)");
                }));
    }

    @Test
    void referenceToAComponentThatLacksSomethingItself() throws Exception {
        TestBundle keys = new TestBundle("vendor.keys", "1.0.0")
                .component(
                        Idle.class,
                        "vendor.KeyStore",
                        "",
                        "<reference name=\"disk\" interface=\"vendor.Disk\" target=\"(kind=sealed)\"/>");
        with(
                keys,
                provider -> with(referring("vendor-deep", ""), bundle -> {
                    provider.start();
                    bundle.start();
                    assertThat(missing("vendor-deep").chain())
                            .endsWith(
                                    "component vendor.vendor-deep.component lacks service vendor.KeyStore (reference keys)",
                                    "component vendor.keys.component lacks service vendor.Disk with (kind=sealed) (reference disk)",
                                    "no installed bundle provides vendor.Disk");
                }));
    }

    @Test
    void referenceWhoseTargetMatchesNothing() throws Exception {
        TestBundle keys = new TestBundle("vendor.keys", "1.0.0").component(Idle.class, "vendor.KeyStore", "", "");
        with(
                keys,
                provider -> with(referring("vendor-target", "target=\"(kind=sealed)\""), bundle -> {
                    provider.start();
                    bundle.start();
                    assertThat(missing("vendor-target").summary())
                            .isEqualTo("such services are there, and none of them matches: vendor.keys 1.0.0");
                }));
    }

    @Test
    void referencesInACircle() throws Exception {
        String back = "<reference name=\"back\" interface=\"" + SUPPORT + "\" target=\"(of=keys)\"/>";
        TestBundle keys = new TestBundle("vendor.keys", "1.0.0").component(Idle.class, "vendor.KeyStore", "", back);
        with(
                keys,
                provider -> with(referring("vendor-circle", ""), bundle -> {
                    provider.start();
                    bundle.start();
                    assertThat(missing("vendor-circle").chain()).hasSizeGreaterThan(3);
                }));
    }

    @Test
    void conditionThatDoesNotHold() throws Exception {
        String reference = "<reference name=\"hardware\" interface=\"org.osgi.service.condition.Condition\" "
                + "target=\"(osgi.condition.id=cloister.hardware.sev-future)\"/>";
        with(vendor("vendor-condition").component(Idle.class, SUPPORT, "", reference), bundle -> {
            bundle.start();
            assertThat(missing("vendor-condition").chain())
                    .contains("condition cloister.hardware.sev-future does not hold")
                    .anyMatch(line -> line.startsWith("platform kvm does not offer sev-future"));
        });
    }

    @Test
    void configurationThatIsNotMade() throws Exception {
        String required = "configuration-policy=\"require\" configuration-pid=\"vendor.settings\"";
        with(vendor("vendor-settings").component(Idle.class, SUPPORT, required, ""), bundle -> {
            bundle.start();
            Diagnosed diagnosed = missing("vendor-settings");
            assertThat(diagnosed.summary()).contains("needs a configuration and has none");
            assertThat(diagnosed.remedy()).isEqualTo("make configuration vendor.settings");
        });
    }

    @Test
    void exceptionInActivation() throws Exception {
        with(vendor("vendor-throwing").component(Unlicensed.class, SUPPORT, "", ""), bundle -> {
            bundle.start();
            assertThat(missing("vendor-throwing").chain())
                    .containsExactly(
                            "guest type vendor-throwing is not there",
                            "bundle vendor.vendor-throwing 1.2.3 brings it and is active",
                            "component vendor.vendor-throwing.component failed when it was activated",
                            "threw java.lang.IllegalArgumentException: no licence for this host");
        });
    }

    @Test
    void activeBundleWithoutAnyBackend() throws Exception {
        with(vendor("vendor-empty"), bundle -> {
            bundle.start();
            assertThat(missing("vendor-empty").summary()).startsWith("it registers no service");
        });
    }

    @Test
    void fileThatLiesBesideAndIsNotInstalled(@TempDir Path folder) throws Exception {
        Path one = new TestBundle("vendor.installed", "1.0.0").write(folder);
        Path other = vendor("vendor-beside").write(folder);
        Files.writeString(folder.resolve("broken.jar"), "no archive");
        Bundle bundle = installed.context().installBundle(one.toUri().toString());
        try {
            Diagnosed diagnosed = missing("vendor-beside");
            assertThat(diagnosed.summary()).isEqualTo("bundle file " + other + " would bring it and is not installed");
            assertThat(diagnosed.remedy()).isEqualTo("install and start " + other);
        } finally {
            bundle.uninstall();
        }
    }

    @Test
    void nameThatNobodyKnows() throws Exception {
        assertThatThrownBy(() -> doctors.whyMissing("sev-smp")).hasMessageContaining("no guest type of this name");
        Ended ended = new Commands(installed.context()).run("launch", "--type", "sev-smp", "--platform", "emulated");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void deviceThatThisUserMayNotOpen() throws Exception {
        TestBundle host = new TestBundle("vendor.host", "1.0.0")
                .header("Import-Package", "org.cloister.api,org.cloister.api.host")
                .component(
                        NoPermission.class,
                        "org.cloister.api.host.HostFacts",
                        "",
                        "<property name=\"service.ranking\" type=\"Integer\" value=\"100\"/>");
        with(host, bundle -> {
            bundle.start();
            Diagnosed diagnosed = doctors.of("platform kvm");
            assertThat(diagnosed.summary())
                    .isEqualTo("permissions, open /dev/kvm: this user may not open /dev/kvm for reading and writing");
            assertThat(diagnosed.remedy()).contains("usermod -aG kvm");
        });
    }

    @Test
    void whatWasAskedForDecidesTheExitCode() throws Exception {
        Ended all = doctor();
        assertThat(all.code()).as(all.out()).isZero();
        assertThat(all.out().lines().filter(line -> line.startsWith("OK"))).hasSize(1);
        assertThat(doctor("--all").out()).contains("OK    guest type sev-snp", "OK    platform softsev");
        assertThat(doctor("sev-snp").code()).isZero();
        assertThat(doctor("softsev").code()).isZero();
        assertThat(doctor("emulated").code()).isZero();
        assertThat(doctor("delegated").code()).isEqualTo(1);
        assertThat(doctor("delegated").out()).contains("CRITICAL", "no delegated platform is there");
        Ended unknown = doctor("sev-smp");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("no guest type and no platform of this name", "sev-snp", "softsev");
    }

    @Test
    void platformThatASleepingBundleWouldBring() throws Exception {
        TestBundle platform = new TestBundle("vendor.platform", "1.0.0")
                .header("Provide-Capability", "org.cloister.platform;org.cloister.platform=vault;trust=emulated");
        with(platform, sleeping -> {
            Diagnosed missing = doctors.of("platform vault");
            assertThat(missing.level()).isEqualTo("WARN");
            assertThat(missing.chain())
                    .containsExactly(
                            "platform vault is not there",
                            "bundle vendor.platform 1.0.0 brings it",
                            "bundle vendor.platform 1.0.0 is stopped");
            assertThat(doctor("vault").code()).isEqualTo(1);
        });
    }

    @Test
    void platformThatIsStopped() throws Exception {
        Bundle softsev = installed.bundle("org.cloister.softsev");
        softsev.stop();
        try {
            Ended ended =
                    new Commands(installed.context()).run("launch", "--type", "sev-snp", "--platform", "emulated");
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.err())
                    .contains(
                            "no emulated platform is there",
                            "bundle org.cloister.softsev",
                            "is stopped",
                            "start bundle");
            assertThat(doctor("softsev").code()).isEqualTo(1);
            assertThat(doctor("emulated").out()).contains("CRITICAL  platform softsev", "is stopped");
        } finally {
            softsev.start();
        }
        assertThat(doctor("softsev").code()).isZero();
    }
}
