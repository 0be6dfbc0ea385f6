// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.secrets;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.message.GuestField;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.guest.GuestKey;
import org.cloister.guest.SecureGuest;
import org.cloister.guest.SoftwareGuest;
import org.cloister.softsev.SoftSev;

/** A guest of SEV-SNP that has the processor derive a key. */
final class AskingGuest {
    static final String DERIVED = "derived.bin";
    static final String MESSAGE_KEY = "vmpck.bin";

    private static final long SECRETS = 0x3000;

    private final SoftSev platform;

    /** Takes a secret down, and wipes it. */
    @FunctionalInterface
    interface Note {
        void take(String name, byte[] secret) throws IOException;
    }

    AskingGuest(SoftSev platform) {
        this.platform = platform;
    }

    void deriveKey(Note note) throws IOException {
        MachineSpec spec = new MachineSpec(new GuestType("sev-snp"), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);
        try (VirtualMachine machine = platform.create(spec)) {
            launch(machine);
            byte[] key = new byte[32];
            machine.memory().guestView().read(SECRETS + 0x20, key, 0, key.length);
            GuestRequests requests = machine.adapt(GuestRequests.class).orElseThrow();
            try (SecureGuest guest =
                            new SoftwareGuest(requests, machine.memory().guestView(), SECRETS, 0);
                    GuestKey derived =
                            guest.derivedKey(KeyRequest.Wanted.of(0).mixing(Set.of(GuestField.MEASUREMENT)))) {
                note.take(DERIVED, derived.bytes());
            }
            note.take(MESSAGE_KEY, key);
        }
    }

    private static void launch(VirtualMachine machine) {
        SevChannel launch = machine.adapt(SevChannel.class).orElseThrow();
        launch.execute(new SevInit2(0, 0, 2));
        launch.execute(new SnpLaunchStart(0x30000, Bytes.of(new byte[16]), 0));
        machine.memory().hostView().write(SECRETS, Bytes.of(new byte[4096]));
        machine.memory().turn(SECRETS, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        long address = machine.memory().hostAddress(SECRETS).orElseThrow();
        launch.execute(new SnpLaunchUpdate(SECRETS / 4096, address, 4096, SnpPageType.SECRETS, 0));
        launch.execute(new SnpLaunchFinish(Optional.empty(), false, false, Bytes.of(new byte[32]), 0));
    }
}
