// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.settings;

import org.osgi.annotation.versioning.ProviderType;

/** The settings of a framework. A service, one for each framework. Safe for use by several threads. */
@ProviderType
public interface OperatorSettings {
    /** What is in force, and what was refused. */
    SettingsState state();

    /**
     * Refuses to go on where no good settings were ever read. Guest types do not judge their policies here: types may
     * come later.
     *
     * @throws SettingsException with everything that is wrong
     */
    void require();
}
