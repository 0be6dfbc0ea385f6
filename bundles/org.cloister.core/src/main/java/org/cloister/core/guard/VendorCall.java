// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

/**
 * A call into a vendor's code.
 *
 * @param vendor who is called
 * @param method by the name that it has in the interface
 */
record VendorCall(Vendor vendor, String method) {
    @Override
    public String toString() {
        return vendor.bundle() + ", " + method;
    }
}
