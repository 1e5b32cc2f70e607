// node --import ./test/faults/planted/plant.mjs with PLANT=I1 … I13: an office with one bug in it.
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
