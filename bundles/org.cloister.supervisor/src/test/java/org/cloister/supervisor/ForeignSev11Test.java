// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

/** With QEMU 11. */
class ForeignSev11Test extends ForeignSevTest {
    ForeignSev11Test() {
        super("sid");
    }
}
