// SPDX-License-Identifier: Apache-2.0
package com.example.registervm.internal;

import org.cloister.api.Problem;

/** How far the build of a guest is. */
enum BuildState {
    NEW,
    BUILDING,
    FINISHED;

    /** Refuses a command that comes in another state. */
    void require(BuildState expected, String code) {
        if (this != expected) {
            throw Problem.operation(code, "the guest is not in the state for this command")
                    .found(this)
                    .expected(expected)
                    .exception();
        }
    }
}
