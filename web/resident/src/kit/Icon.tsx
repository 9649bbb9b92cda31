import { Box } from './prims'

export type IconName = 'hut' | 'services' | 'discuss' | 'me' | 'back' | 'phone' | 'speaker' | 'stop' | 'glasses' | 'person' | 'meal' | 'search' | 'list' | 'family' | 'check' | 'star' | 'starfull' | 'clock' | 'pin' | 'message' | 'next' | 'repeat' | 'gift' | 'info' | 'warn' | 'gear' | 'eye' | 'minus' | 'plus'

/** Icon is decoration beside a word, in the word's colour; drawn in icons.scss by tools/icons.mjs. */
export const Icon = ({ name }: { name: IconName }) => <Box className={'icon i-' + name} hide />
