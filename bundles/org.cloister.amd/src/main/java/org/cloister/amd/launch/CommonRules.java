// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Optional;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.CloisterException;

/** What settings of every type may not contradict. */
record CommonRules(SettingText settings) {
    /**
     * Whether a kernel is measured.
     *
     * @param kernel whether there is one
     */
    boolean kernelHashes(boolean kernel) {
        Optional<Boolean> wanted = settings.onOff(GuestSetting.KERNEL_HASHES);
        if (wanted.orElse(false) && !kernel) {
            throw settings.wrong("contradiction", "there is no kernel to hash", GuestSetting.KERNEL_HASHES)
                    .found("on")
                    .expected("off, or a kernel")
                    .remedy("give a kernel for direct boot (--kernel FILE), or leave kernel-hashes out")
                    .exception();
        }
        return wanted.orElse(kernel);
    }

    /**
     * Whether the host may debug the guest.
     *
     * @param allowed what the policy says
     * @param policy for the message
     */
    boolean debug(boolean allowed, Object policy) {
        Optional<Boolean> debug = settings.onOff(GuestSetting.DEBUG);
        if (debug.isPresent() && settings.has(GuestSetting.POLICY) && debug.get() != allowed) {
            throw settings.wrong("contradiction", "the policy says the opposite", GuestSetting.DEBUG)
                    .found((debug.get() ? "on" : "off") + " with policy " + policy)
                    .expected("one of the two alone, or both alike")
                    .remedy("leave one of them out")
                    .exception();
        }
        return debug.orElse(allowed);
    }

    /**
     * Refuses a setting that means nothing without another.
     *
     * @param command makes both
     */
    CloisterException alone(GuestSetting given, GuestSetting missing, String command) {
        return settings.wrong("contradiction", "this needs " + missing.key() + " too", given)
                .found(given.key() + " without " + missing.key())
                .expected("both")
                .remedy("give " + missing.key() + ", or leave " + given.key() + " out; '" + command + "' makes both")
                .exception();
    }
}
