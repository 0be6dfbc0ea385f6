// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.amd.channel.SevCommand.Done;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.api.Numbers;
import org.cloister.softsev.model.Refusal;

/** INIT, ES_INIT and INIT2 of a machine for SEV or SEV-ES (Linux, __sev_guest_init). */
final class SevInit {
    private static final int MAX_GHCB_VERSION = 2;

    private final SevMachineState state;

    SevInit(SevMachineState state) {
        this.state = state;
    }

    /** INIT or ES_INIT, by which the machine becomes what the command says. */
    Done init(AmdType kind) {
        state.initialise(kind, 0, true);
        return Done.DONE;
    }

    Done init2(SevInit2 command) {
        boolean es = state.kind().encryptsState();
        Refusal.unless(command.flags() == 0, Errno.EINVAL, "flags " + command.flags());
        long offered = es ? state.processor().settings().vmsaFeatures() : 0;
        long unknown = command.vmsaFeatures() & ~offered;
        Refusal.unless(unknown == 0, Errno.EINVAL, "vmsa_features, unsupported: " + Numbers.hex(unknown));
        int ghcb = command.ghcbVersion();
        boolean known = ghcb >= 0 && ghcb <= (es ? MAX_GHCB_VERSION : 0);
        Refusal.unless(known, Errno.EINVAL, "ghcb_version " + ghcb);
        state.initialise(state.kind(), command.vmsaFeatures(), false);
        return Done.DONE;
    }
}
