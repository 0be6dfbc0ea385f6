// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** Whether what is shipped installs, resolves and starts, on the framework that this run has on its class path. */
class InstallationIT {
    @Test
    void everyBundleStarts() throws Exception {
        try (Installed installed = Installed.started(InstallationIT.class)) {
            assertThat(installed.bundles())
                    .isNotEmpty()
                    .allSatisfy(bundle ->
                            assertThat(bundle.getState()).as(bundle.toString()).isEqualTo(Bundle.ACTIVE));
        }
    }
}
