// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.memory.Visibility;
import org.cloister.core.guard.PageRun;

/**
 * Which pages are private, by runs. Of each: address 8 bytes, size 8, 1 for private and 0 for shared 1; most
 * significant byte first.
 */
public record VisibilityMap(List<PageRun> runs) {
    /** The most runs of a map. */
    public static final int MOST = 60_000;

    private static final int RUN = 17;

    /** Copies the list. */
    public VisibilityMap {
        runs = List.copyOf(runs);
    }

    /** Both, this one first. */
    public VisibilityMap and(VisibilityMap more) {
        return new VisibilityMap(
                Stream.concat(runs.stream(), more.runs.stream()).toList());
    }

    /** The map as a payload; of more than {@link #MOST} runs as several. */
    public List<Bytes> payloads() {
        List<Bytes> all = new ArrayList<>();
        for (int from = 0; from == 0 || from < runs.size(); from += MOST) {
            List<PageRun> part = runs.subList(from, Math.min(runs.size(), from + MOST));
            ByteBuffer out = ByteBuffer.allocate(part.size() * RUN);
            part.forEach(run -> out.putLong(run.gpa()).putLong(run.size()).put((byte)
                    (run.visibility() == Visibility.PRIVATE ? 1 : 0)));
            all.add(Bytes.wrap(out.array()));
        }
        return all;
    }

    /** Reads a payload; that the runs are the guest's memory is for who uses them. */
    static VisibilityMap read(Bytes payload, PacketReader stream) {
        if (payload.length() % RUN != 0) {
            throw stream.wrong("a map of pages is cut off").exception();
        }
        ByteBuffer in = ByteBuffer.wrap(payload.toArray());
        List<PageRun> runs = new ArrayList<>();
        while (in.hasRemaining()) {
            long gpa = in.getLong();
            long size = in.getLong();
            runs.add(new PageRun(gpa, size, in.get() == 1 ? Visibility.PRIVATE : Visibility.SHARED));
        }
        return new VisibilityMap(runs);
    }

    /** Reads a packet. */
    public static VisibilityMap of(Packet packet, PacketReader stream) {
        return read(packet.payload(), stream);
    }
}
