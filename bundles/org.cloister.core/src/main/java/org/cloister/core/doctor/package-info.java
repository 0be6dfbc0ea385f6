/**
 * Says why something is not active, down to the first cause: a bundle that is not installed or not started, an import
 * that nobody exports, a component whose reference or configuration is missing or that failed when it was activated, a
 * host that lacks something. It looks and changes nothing.
 */
package org.cloister.core.doctor;
