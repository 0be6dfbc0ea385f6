// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;

/** Plans what the shipped backend plans, and puts something else into the guest. */
public final class OtherDigest extends Delegating {
    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        if (range.size() <= 4096) {
            return super.update(context, range, machine);
        }
        return super.update(
                context,
                range.content()
                        .map(content -> InitialRange.of(range.name(), range.gpa(), range.kind(), changed(content))
                                .in(range.role()))
                        .orElse(range),
                machine);
    }

    /** It cannot say what the guest will measure. */
    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        return Optional.empty();
    }

    private static Bytes changed(Bytes content) {
        byte[] bytes = content.toArray();
        bytes[0] ^= 1;
        return Bytes.of(bytes);
    }
}
