// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.it.Commands.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

/** Settings by Config Admin, changed while the launcher stays the same service. */
class SettingsIT {
    private static Installed installed;

    @BeforeAll
    static void start() throws Exception {
        installed = Installed.started(SettingsIT.class);
    }

    @AfterAll
    static void stop() throws Exception {
        installed.close();
    }

    private static Ended launch() throws Exception {
        return new Commands(installed.context()).run("launch", "--type", "sev-snp", "--platform", "emulated");
    }

    @Test
    void settingsChangeWithoutARestart() throws Exception {
        LauncherSettings settings = new LauncherSettings(installed.context());
        assertThat(launch().code()).isZero();
        Object before = settings.launcher().getProperty(Constants.SERVICE_ID);

        settings.configure("allowed.types", new String[] {"sev"}, "(allowed.types=sev)");
        Ended refused = launch();
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("allowed.types = [sev]", "add sev-snp", "configuration org.cloister.core");

        settings.configure("maximum.guests", "many", "(maximum.guests=many)");
        assertThat(launch().err()).as("the settings before stay").contains("allowed.types = [sev]");

        settings.configure("maximum.guests", 0, "(maximum.guests=0)");
        assertThat(launch().err()).contains("maximum.guests = 0");

        settings.delete();
        settings.await("(!(maximum.guests=*))");
        assertThat(launch().err()).as("what was deleted stays in force").contains("maximum.guests = 0");

        settings.configure("maximum.guests", 7, "(maximum.guests=7)");
        assertThat(launch().code()).isZero();
        assertThat(settings.launcher().getProperty(Constants.SERVICE_ID)).isEqualTo(before);
    }
}
