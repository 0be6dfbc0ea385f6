// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.amd.channel.DebugDecrypt;
import org.cloister.amd.channel.DebugEncrypt;
import org.cloister.amd.channel.SevCommand.Done;
import org.cloister.api.Bytes;

/** DBG_DECRYPT and DBG_ENCRYPT. The firmware takes blocks of 16 bytes; KVM makes pieces of any alignment of them. */
final class SevMachineDebug {
    private final SevMachineState state;

    SevMachineDebug(SevMachineState state) {
        this.state = state;
    }

    Bytes decrypt(DebugDecrypt command) {
        state.requireMapped("src_uaddr", command.guestAddress(), command.length());
        state.guest().requireDebugging();
        return Bytes.of(state.pages().decrypt(command.guestAddress(), command.length()));
    }

    Done encrypt(DebugEncrypt command) {
        byte[] plaintext = command.plaintext().toArray();
        state.requireMapped("dst_uaddr", command.guestAddress(), plaintext.length);
        state.guest().requireDebugging();
        state.pages().write(command.guestAddress(), plaintext);
        return Done.DONE;
    }
}
