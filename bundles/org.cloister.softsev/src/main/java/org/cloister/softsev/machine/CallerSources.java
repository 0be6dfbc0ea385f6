// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Optional;
import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.memory.PageSources;

/** The memory that a command's struct came from, as the source of pages. */
record CallerSources(AddressSpace caller) implements PageSources {
    @Override
    public Optional<byte[]> page(long address) {
        try {
            return Optional.of(caller.read(address, GuestMemory.PAGE).toArray());
        } catch (SevCommandException e) {
            return Optional.empty();
        }
    }

    // Linux tells nobody that it could not be written (sev_gmem_post_populate).
    @Override
    public void correct(long address, byte[] page) {
        try {
            caller.write(address, Bytes.of(page));
        } catch (SevCommandException e) {
            // The page's refusal is reported all the same
        }
    }
}
