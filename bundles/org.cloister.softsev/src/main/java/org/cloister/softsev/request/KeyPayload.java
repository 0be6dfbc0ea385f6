// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import java.util.Arrays;
import java.util.Set;
import org.cloister.amd.message.GuestField;
import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.KeyResponse;
import org.cloister.amd.message.RootKey;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.DerivationRoots;

/** MSG_KEY_REQ. */
final class KeyPayload implements Payload {
    private final DerivationRoots roots;

    KeyPayload(DerivationRoots roots) {
        this.roots = roots;
    }

    @Override
    public int size(int version) {
        return KeyRequest.size(version);
    }

    @Override
    public byte[] answer(GuestQuery asked) {
        int size = asked.payload().length < KeyRequest.size(2) ? KeyRequest.size(1) : KeyRequest.size(2);
        KeyRequest request = new KeyRequest(Bytes.of(asked.payload(), 0, size));
        check(request, asked);
        byte[] root = root(request, asked);
        byte[] key = DerivedKey.of(root, request, asked.guest());
        try (KeyResponse response = KeyResponse.of(FirmwareStatus.SUCCESS.code(), key)) {
            return response.encode();
        } finally {
            Arrays.fill(root, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public byte[] refusal(int status) {
        try (KeyResponse response = KeyResponse.of(status, new byte[KeyResponse.KEY])) {
            return response.encode();
        }
    }

    private void check(KeyRequest request, GuestQuery asked) {
        Checks.requireClean(request.violations());
        Checks.level(request.vmpl(), asked.key());
        Set<GuestField> mixed = GuestField.of(request.fieldSelect());
        requireAtMost(
                mixed.contains(GuestField.GUEST_SVN),
                request.svn() <= Integer.toUnsignedLong(asked.guest().guestSvn()),
                "guest_svn: found " + request.svn() + ", above the guest's");
        requireAtMost(
                mixed.contains(GuestField.TCB_VERSION),
                atMostCommitted(request.tcb()),
                "tcb_version: found " + Numbers.hex(request.tcb()) + ", above the committed one");
        requireAtMost(
                mixed.contains(GuestField.LAUNCH_MIT_VECTOR),
                (request.mitigations() & ~roots.mitigations()) == 0,
                "launch_mit_vector: found " + Numbers.hex(request.mitigations()) + ", not all in force");
    }

    private boolean atMostCommitted(long tcb) {
        TcbVersion committed = roots.committed();
        return committed.atLeast(new TcbVersion(tcb, committed.layout()));
    }

    private static void requireAtMost(boolean mixed, boolean holds, String otherwise) {
        if (mixed && !holds) {
            throw Refusal.firmware(FirmwareStatus.INVALID_PARAM, otherwise);
        }
    }

    private byte[] root(KeyRequest request, GuestQuery asked) {
        if (request.root() == RootKey.VMRK) {
            return asked.context().rootKey();
        }
        KeyChoice choice = Checks.choice(request.key());
        return roots.root(choice, asked.guest().vcekDisabled());
    }
}
