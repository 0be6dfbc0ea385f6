/**
 * Carries out launches: chooses, plans, owns the machine, and asks the guest type's backend step by step. Nothing is
 * exported.
 */
package org.cloister.core;
