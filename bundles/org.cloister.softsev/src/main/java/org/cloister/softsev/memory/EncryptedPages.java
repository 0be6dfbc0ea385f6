// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.PageStates;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.memory.PagedView.Piece;

/**
 * What the firmware does to the memory of an SEV or SEV-ES guest, with the guest's key. Addresses are those of
 * {@code GuestMemory.hostAddress}; each call is one step for every other user of the memory.
 */
public final class EncryptedPages implements GuestBytes {
    private final SparseMemory memory;
    private final PageStates states;
    private final PageStore store;
    private final KeySlot slot;
    private final Side raw;
    private final CbitSide guest;

    EncryptedPages(SparseMemory memory, PageStates states, PageStore store, KeySlot slot) {
        this.memory = memory;
        this.states = states;
        this.store = store;
        this.slot = slot;
        raw = new RawSide(store);
        guest = new CbitSide(states, store, slot, raw);
    }

    /** Binds the guest's ASID and key to this memory. */
    public void activate(int asid, PageCipher key) {
        synchronized (memory) {
            slot.load(asid, key);
        }
    }

    /** The guest is no longer here: nobody reads its private pages any more. */
    public void deactivate() {
        synchronized (memory) {
            slot.unload();
        }
    }

    /**
     * What goes with a context that moves here: processors' states, which pages are private, and whether processors
     * run. Bytes of memory stay: whoever moves a guest gives both machines the same, or copies what the host sees.
     */
    public void take(EncryptedPages source) {
        synchronized (source.memory) {
            synchronized (memory) {
                source.store.vmsas().forEach((vcpu, page) -> store.putVmsa(vcpu, page));
                source.states.privateRuns((from, end) -> take(from, Math.min(end, PageStore.VMSA_FRAMES)));
                if (source.slot.running()) {
                    slot.run();
                }
                source.store.dropVmsas();
            }
        }
    }

    private void take(long from, long end) {
        turn(from * GuestMemory.PAGE, (end - from) * GuestMemory.PAGE, Visibility.PRIVATE);
    }

    /** Whether a processor's registers are encrypted. */
    public boolean hasVmsa(int vcpu) {
        synchronized (memory) {
            return store.vmsas().containsKey(vcpu);
        }
    }

    /** Whether there is memory behind all of some addresses. */
    public boolean mapped(long address, long length) {
        synchronized (memory) {
            return length >= 0 && memory.has(address - memory.base(), length);
        }
    }

    /**
     * LAUNCH_UPDATE_DATA: encrypts memory where it lies; its pages are private from then on.
     *
     * @param address a multiple of 16
     * @param length a multiple of 16, at least 16, all of it mapped
     * @param measured receives every piece before it is encrypted
     */
    public void encrypt(long address, long length, Consumer<byte[]> measured) {
        synchronized (memory) {
            memory.requireOpen();
            long gpa = address - memory.base();
            for (long done = 0; done < length; ) {
                int from = (int) ((gpa + done) % GuestMemory.PAGE);
                int count = (int) Math.min(GuestMemory.PAGE - from, length - done);
                encrypt((gpa + done) / GuestMemory.PAGE, from, count, measured);
                done += count;
            }
        }
    }

    /** DBG_DECRYPT: what the guest would read with the C-bit, at any alignment; all of it mapped. */
    public byte[] decrypt(long address, int length) {
        byte[] content = new byte[length];
        decrypt(address, content);
        return content;
    }

    /** The same for as many bytes as an array has. */
    public void decrypt(long address, byte[] content) {
        cut(address, content.length, (frame, from, at, count) -> guest.readPrivate(frame, from, content, at, count));
    }

    /**
     * DBG_ENCRYPT, LAUNCH_SECRET: writes what the guest will read with the C-bit, at any alignment; all of it mapped.
     */
    public void write(long address, byte[] content) {
        cut(address, content.length, (frame, from, at, count) -> guest.writePrivate(frame, from, content, at, count));
    }

    /** Marks the pages of a range as the guest's. */
    public void own(long address, long length) {
        synchronized (memory) {
            long gpa = address - memory.base();
            turn(gpa / GuestMemory.PAGE, (gpa + length + GuestMemory.PAGE - 1) / GuestMemory.PAGE, Turn.LAUNCH_UPDATE);
        }
    }

    /** Encrypts the page with a processor's registers, which is the guest's from then on. */
    public void sealVmsa(int vcpu, byte[] vmsa) {
        synchronized (memory) {
            memory.requireOpen();
            store.sealVmsa(vcpu, slot, vmsa);
        }
    }

    /** A processor was stopped: its registers are encrypted again, where they are encrypted at all. */
    public void resealVmsa(VcpuState state) {
        synchronized (memory) {
            if (hasVmsa(state.index())) {
                sealVmsa(state.index(), Vmsa.encode(state).toArray());
            }
        }
    }

    /**
     * SEND_UPDATE_VMSA: the registers of a processor.
     *
     * @return {@code GuestMemory.PAGE} bytes, for the caller to wipe; empty for one that no page was made for
     */
    public Optional<byte[]> vmsa(int vcpu) {
        synchronized (memory) {
            memory.requireOpen();
            return store.vmsa(vcpu, slot);
        }
    }

    /**
     * The launch is over: processors run. They have no page tables yet, so that every page that nobody has turned is
     * private (APM volume 2, 15.34.5: without paging, or without PAE, all accesses go through the key).
     */
    public void run() {
        synchronized (memory) {
            slot.run();
            memory.regions()
                    .forEach(region -> turn(
                            region.gpa() / GuestMemory.PAGE, region.end() / GuestMemory.PAGE, Turn.NO_PAGE_TABLES));
        }
    }

    @Override
    public byte[] read(long gpa, int length, boolean key) {
        byte[] content = new byte[length];
        cut(memory.base() + gpa, length, (frame, from, at, count) -> {
            if (key) {
                guest.readPrivate(frame, from, content, at, count);
            } else {
                raw.read(frame, from, content, at, count);
            }
        });
        return content;
    }

    @Override
    public void write(long gpa, byte[] content, boolean key) {
        cut(memory.base() + gpa, content.length, (frame, from, at, count) -> {
            if (key) {
                guest.writePrivate(frame, from, content, at, count);
            } else {
                raw.write(frame, from, content, at, count);
            }
        });
    }

    @Override
    public void turn(long gpa, long size, Visibility visibility) {
        synchronized (memory) {
            memory.requireOpen();
            PageState state = new PageState(visibility, Turn.GUEST_PAGE_TABLE);
            memory.regions().forEach(region -> {
                long from = Math.max(gpa, region.gpa()) / GuestMemory.PAGE;
                long to = Math.min(gpa + size, region.end()) / GuestMemory.PAGE;
                if (from < to) {
                    states.turn(from, to, state, (first, end) -> {});
                }
            });
        }
    }

    private void turn(long from, long to, Turn by) {
        states.turn(from, to, new PageState(Visibility.PRIVATE, by), (first, end) -> {});
    }

    // Blocks of XTS do not depend on each other, so a part of a page can be encrypted by itself, in its place.
    private void encrypt(long frame, int from, int count, Consumer<byte[]> measured) {
        byte[] page = store.shared(frame).map(byte[]::clone).orElseGet(() -> new byte[GuestMemory.PAGE]);
        measured.accept(Arrays.copyOfRange(page, from, from + count));
        slot.seal(frame, page);
        store.write(frame, from, page, from, count);
        turn(frame, frame + 1, Turn.LAUNCH_UPDATE);
    }

    private void cut(long address, int length, Piece piece) {
        synchronized (memory) {
            long gpa = address - memory.base();
            memory.requireMemory(gpa, length);
            PagedView.cut(gpa, 0, length, piece);
        }
    }
}
