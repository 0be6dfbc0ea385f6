// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.ClientMemory;
import org.cloister.softsev.client.Privacy;

/**
 * Pages that lie in memory of a client's: all of them, or with {@link Privacy#ENCRYPTED} and a reverse map table those
 * that are shared.
 */
final class ClientStore extends PageStore {
    private final ClientMemory client;
    private final LongFunction<OptionalLong> places;
    private final boolean readable;

    /**
     * A store without pages that the guest owns.
     *
     * @param places the client's address of a frame, where it has one
     * @param privacy whether the pages that the guest owns lie readable in the client's memory too
     */
    ClientStore(AtomicLong allPages, ClientMemory client, LongFunction<OptionalLong> places, Privacy privacy) {
        super(allPages);
        this.client = client;
        this.places = places;
        readable = privacy == Privacy.READABLE;
    }

    @Override
    boolean reaches(long frame, long pages) {
        OptionalLong address = places.apply(frame);
        return address.isPresent()
                && client.pin(address.getAsLong(), pages * GuestMemory.PAGE)
                        .map(pin -> {
                            pin.close();
                            return true;
                        })
                        .orElse(false);
    }

    @Override
    Optional<byte[]> shared(long frame) {
        byte[] page = new byte[GuestMemory.PAGE];
        OptionalLong address = places.apply(frame);
        return address.isPresent() && client.read(address.getAsLong(), page) ? Optional.of(page) : Optional.empty();
    }

    @Override
    void write(long frame, int from, byte[] source, int at, int count) {
        OptionalLong address = places.apply(frame);
        byte[] piece = Arrays.copyOfRange(source, at, at + count);
        if (address.isEmpty() || !client.write(address.getAsLong() + from, piece)) {
            throw Problem.operation(ProblemCodes.MEMORY_REFUSED, "the client's memory cannot be written")
                    .at(Numbers.hex(frame * GuestMemory.PAGE))
                    .exception();
        }
    }

    // Whoever executes the guest changes its pages where they lie.
    @Override
    Optional<OwnedPage> owned(long frame) {
        Optional<OwnedPage> page = super.owned(frame);
        return readable && frame < VMSA_FRAMES
                ? page.map(owned -> owned.with(shared(frame).orElseGet(owned::stored)))
                : page;
    }

    @Override
    void own(long frame, OwnedPage page) {
        if (readable && frame < VMSA_FRAMES) {
            write(frame, 0, page.stored(), 0, page.stored().length);
        }
        super.own(frame, page);
    }

    // The client's memory is not ours to drop.
    @Override
    void dropShared(long from, long to) {}
}
