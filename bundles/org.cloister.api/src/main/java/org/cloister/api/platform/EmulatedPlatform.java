// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import java.util.Map;
import org.cloister.api.Limits;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A platform in software, which can be made another while it runs. A service beside its {@link Vmm} and its
 * {@link SecureProcessor}, all of which stay registered meanwhile. Safe for use by several threads.
 */
@ConsumerType
public interface EmulatedPlatform {
    /**
     * Makes it another: machines that are made from now on have these settings. They are in force when this returns,
     * and stay so when the configuration changes. The secure processor that machines share does not change under them:
     * while there are machines, only settings of a single machine can.
     *
     * @param settings by their names in the configuration; what is not named stays as it is
     * @param limits how long it may take
     * @throws org.cloister.api.CloisterException of kind {@code INPUT}, {@code platform.state} for its folder and
     *     {@code platform.setting} for the others, when it has another value already, by configuration or by an earlier
     *     call, when there is no such value, or when there are machines that keep it from changing; nothing is changed
     *     then
     */
    void configure(Map<String, String> settings, Limits limits);

    /** All settings in force by their names; empty texts for those that are not set and have no default. */
    Map<String, String> settings();
}
