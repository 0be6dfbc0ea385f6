// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import java.util.Arrays;
import org.cloister.amd.message.GuestMessage;
import org.cloister.amd.page.SecretsField;
import org.cloister.amd.page.SecretsPage;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.memory.MemoryView;

/**
 * The guest's secrets page in its own memory: the key of a level, and how many messages went under it (guest-hypervisor
 * communication block standardization, 56421, "SEV-SNP Secrets Page"). As Linux does, 32 bits of the count are used.
 */
final class SecretsArea {
    private static final SecretsField[] COUNTS = {
        SecretsField.MSG_SEQNO_0, SecretsField.MSG_SEQNO_1, SecretsField.MSG_SEQNO_2, SecretsField.MSG_SEQNO_3
    };
    private static final SecretsField[] KEYS = {
        SecretsField.VMPCK0, SecretsField.VMPCK1, SecretsField.VMPCK2, SecretsField.VMPCK3
    };
    private static final long MOST = 0xffffffffL - 2;

    private final MemoryView memory;
    private final long page;
    private final int level;

    /**
     * @param memory in clear
     * @param page guest-physical
     */
    SecretsArea(MemoryView memory, long page, int level) {
        this.memory = memory;
        this.page = page;
        this.level = level;
    }

    /** A copy of the key, for the caller to wipe. */
    byte[] key() {
        try (SecretsPage secrets = read()) {
            byte[] key = secrets.messageKey(level);
            if (Arrays.equals(key, new byte[GuestMessage.KEY])) {
                throw Problem.operation(GuestCodes.GUEST_KEY, "there is no key for messages at this level any more")
                        .at("secrets page at " + Numbers.hex(page) + ", vmpck" + level)
                        .found("zeros")
                        .remedy("a request failed before, and no key seals two messages of one number;"
                                + " launch the guest anew, or ask at another level")
                        .exception();
            }
            return key;
        }
    }

    /** How many messages were exchanged. */
    long count() {
        try (SecretsPage secrets = read()) {
            long count = secrets.number(COUNTS[level]);
            if (count > MOST) {
                throw Problem.operation(GuestCodes.GUEST_COUNT, "no number is left for another message at this level")
                        .at("secrets page, msg_seqno_" + level)
                        .found(count)
                        .expected("at most " + MOST)
                        .remedy("launch the guest anew")
                        .exception();
            }
            return count;
        }
    }

    void count(long now) {
        byte[] number = {(byte) now, (byte) (now >>> 8), (byte) (now >>> 16), (byte) (now >>> 24)};
        memory.write(page + COUNTS[level].slot().offset(), number, 0, number.length);
    }

    /** Wipes the key where it lies. */
    void retire() {
        memory.write(page + KEYS[level].slot().offset(), new byte[GuestMessage.KEY], 0, GuestMessage.KEY);
    }

    private SecretsPage read() {
        byte[] content = new byte[SecretsPage.SIZE];
        try {
            memory.read(page, content, 0, content.length);
            return SecretsPage.decode(content, "secrets page at " + Numbers.hex(page));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
