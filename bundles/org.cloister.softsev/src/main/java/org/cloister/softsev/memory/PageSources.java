// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Optional;

/** Where {@code SNP_LAUNCH_UPDATE} gets content of pages, and puts back what the firmware corrected. */
public interface PageSources {
    /** Nothing can be read anywhere. */
    PageSources NONE = new PageSources() {
        @Override
        public Optional<byte[]> page(long address) {
            return Optional.empty();
        }

        @Override
        public void correct(long address, byte[] page) {
            // Nothing came from here
        }
    };

    /** A copy of the 4096 bytes at an address; empty when they cannot be read. */
    Optional<byte[]> page(long address);

    /** Writes a page to where it came from; one that cannot be written stays as it is. */
    void correct(long address, byte[] page);

    /** These, and others for the addresses that are not here. */
    default PageSources or(PageSources others) {
        return new PageSources() {
            @Override
            public Optional<byte[]> page(long address) {
                return PageSources.this.page(address).or(() -> others.page(address));
            }

            @Override
            public void correct(long address, byte[] page) {
                (PageSources.this.page(address).isPresent() ? PageSources.this : others).correct(address, page);
            }
        };
    }
}
