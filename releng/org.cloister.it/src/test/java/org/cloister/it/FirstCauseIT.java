// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cloister.it.Commands.Ended;
import org.cloister.it.Doctors.Diagnosed;
import org.cloister.it.vendor.NoPlatform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Each bundle that cannot serve is named with its first cause and remedy, whoever meets it. */
class FirstCauseIT {
    private static final String SUBJECT = "bundle " + Spoilt.NAME + " 2.0.0";
    private static final String[] LAUNCH = {"launch", "--type", "sev-snp", "--platform", "emulated"};
    private static final String[] LAUNCH_OTHER = {"launch", "--type", "other", "--platform", "emulated"};

    private static Installed installed;

    @TempDir
    Path folder;

    private Bundle bundle;

    @BeforeAll
    static void start() throws Exception {
        installed = Installed.started(FirstCauseIT.class);
    }

    @AfterAll
    static void stop() throws Exception {
        installed.close();
    }

    @AfterEach
    void uninstall() throws BundleException {
        if (bundle != null) {
            bundle.uninstall();
        }
    }

    private Path jar(Spoilt spoilt) throws Exception {
        return spoilt.into(folder.resolve("vendor.jar"));
    }

    private void installed(Spoilt spoilt) throws Exception {
        bundle = installed.context().installBundle(jar(spoilt).toUri().toString());
        try {
            bundle.start();
        } catch (BundleException e) {
            // What does not resolve does not start
        }
    }

    private static Ended run(String... words) throws Exception {
        return new Commands(installed.context()).run(words);
    }

    @ParameterizedTest
    @EnumSource
    void theDoctorTellsItAndTheTypeStaysWell(Spoilt spoilt) throws Exception {
        installed(spoilt);
        List<Diagnosed> found = new Doctors(installed.context()).examine("sev-snp");
        assertThat(found).extracting(Diagnosed::subject).containsExactly(SUBJECT, "guest type sev-snp");
        assertThat(found).extracting(Diagnosed::level).containsExactly("WARN", "OK");
        assertThat(found.get(0).summary()).contains(spoilt.cause());
        assertThat(found.get(0).remedy()).contains(spoilt.remedy());
        Ended all = run("doctor");
        assertThat(all.code()).as(all.out()).isZero();
        assertThat(all.out()).contains(spoilt.cause(), spoilt.remedy());
    }

    @ParameterizedTest
    @EnumSource
    void aLaunchThatPassesItOverSaysSo(Spoilt spoilt) throws Exception {
        installed(spoilt);
        Ended launched = run(LAUNCH);
        assertThat(launched.code()).as(launched.err()).isZero();
        assertThat(launched.err().lines().filter(line -> line.startsWith("note: " + SUBJECT + " ranks higher")))
                .singleElement()
                .satisfies(note -> assertThat(note).contains(spoilt.cause(), spoilt.remedy()));
    }

    @ParameterizedTest
    @EnumSource
    void aSwapIsRefusedWithIt(Spoilt spoilt) throws Exception {
        Ended swapped = run("swap", "sev-snp", jar(spoilt).toString());
        assertThat(swapped.code()).isEqualTo(1);
        assertThat(swapped.err()).contains(spoilt.cause(), spoilt.remedy());
    }

    @Test
    void aBundleThatSomebodyStoppedIsNotMissed() throws Exception {
        installed(Spoilt.CLASS_MISSING);
        bundle.stop();
        assertThat(run(LAUNCH).err()).doesNotContain("ranks higher");
    }

    private void started(Variant variant) throws Exception {
        Path jar = variant.header(Constants.BUNDLE_SYMBOLICNAME, Spoilt.NAME).into(folder.resolve("vendor.jar"));
        bundle = installed.context().installBundle(jar.toUri().toString());
        bundle.start();
    }

    /** As while they restart; here they leave a bundle to others for good. */
    @Test
    void aBundleThatDeclarativeServicesHaveNotTakenUpIsNotBlamed() throws Exception {
        String others = "osgi.extender;osgi.extender=\"osgi.component\";version:Version=\"1.5\";of=others";
        started(Variant.of("2.0.0")
                .header(Constants.PROVIDE_CAPABILITY, "org.cloister.guest.type;org.cloister.guest.type=other," + others)
                .header(
                        Constants.REQUIRE_CAPABILITY,
                        "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(of=others))\""));
        for (Ended told : List.of(run(LAUNCH_OTHER), run("doctor", "other"))) {
            assertThat(told.code()).isNotZero();
            assertThat(told.out() + told.err())
                    .contains(SUBJECT, "Declarative Services have not taken up its components yet", "ask again")
                    .doesNotContain("report this");
        }
    }

    @Test
    void aTypeThatNoPlatformKnowsSaysWhatToInstall() throws Exception {
        started(Variant.of("2.0.0").declaring("other").with(NoPlatform.class));
        for (Ended told : List.of(run(LAUNCH_OTHER), run("doctor", "other"))) {
            assertThat(told.code()).isNotZero();
            assertThat(told.out() + told.err())
                    .contains("no platform that is there knows guest type other")
                    .contains("install and start the bundle of the platform that carries it");
        }
    }

    /** Its bundle says that it is that of a platform: so it can be named. */
    @Test
    void aTypeWhosePlatformIsStoppedNamesItsBundle() throws Exception {
        Bundle platform = Samples.install(installed.context(), Samples.CAPSULE_PLATFORM);
        try {
            bundle = Samples.install(installed.context(), Samples.CAPSULE);
            platform.stop();
            Ended told = run("doctor", "capsule");
            assertThat(told.code()).isNotZero();
            assertThat(told.out()).contains("bundle com.example.capsulevm 2.0.0", "start");
        } finally {
            platform.uninstall();
        }
    }
}
