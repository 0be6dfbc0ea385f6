// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PageStoreTest {
    @Test
    void registersAreCipherByTheirPlaceAndTheCallersPageStays() {
        PageStore store = new PageStore(new AtomicLong());
        KeySlot slot = new KeySlot(true);
        slot.load(7, PageCipher.generate(new SecureRandom()));
        byte[] vmsa = new byte[4096];
        store.sealVmsa(0, slot, vmsa);
        store.sealVmsa(1, slot, vmsa);
        assertThat(vmsa).containsOnly(0);
        byte[] first = stored(store, 0);
        assertThat(first).isNotEqualTo(vmsa).isNotEqualTo(stored(store, 1));
        slot.open(PageStore.VMSA_FRAMES, first);
        assertThat(first).isEqualTo(vmsa);
    }

    private static byte[] stored(PageStore store, int vcpu) {
        return store.owned(PageStore.VMSA_FRAMES + vcpu).orElseThrow().stored().clone();
    }
}
