// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;

/** No struct at all: the number says everything. */
record BareStruct<C>(int id, C command) implements StructCodec.Silent<C> {
    @Override
    public int size() {
        return 0;
    }

    @Override
    public Bytes encode(C bare, AddressSpace memory) {
        return Bytes.EMPTY;
    }

    @Override
    public C decode(Bytes struct, AddressSpace memory) {
        return command;
    }
}
