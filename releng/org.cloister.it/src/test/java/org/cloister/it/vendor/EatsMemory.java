// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.ArrayList;
import java.util.List;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;

/** Begins a launch with all the memory that there is. */
public final class EatsMemory extends Delegating {
    private static final int PIECE = 1 << 20;

    private final List<byte[]> eaten = new ArrayList<>();

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        while (true) {
            eaten.add(new byte[PIECE]);
        }
    }
}
