// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.amd.channel.AddressSpace;
import org.cloister.softsev.client.ClientMemory;

/** A client's memory for commands of the device, for tests elsewhere. */
public final class ClientSpaces {
    private ClientSpaces() {}

    public static AddressSpace of(ClientMemory client) {
        return new ClientSpace(client);
    }
}
