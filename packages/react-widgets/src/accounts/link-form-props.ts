import type { ConsentPurpose } from '@socius/core'
import { type ChangeEvent, type FormEvent, type RefObject, useId } from 'react'
import { type ElementProps, getterOf, mergeProps } from '../props/merge-props.js'
import type { ConsentOffer, LinkField } from './link-failure.js'

interface LinkFormState {
  readonly platform: string | null
  readonly handle: string
  readonly purposes: readonly ConsentPurpose[]
  readonly isLinking: boolean
  readonly invalidField: LinkField | null
  readonly formRef: RefObject<HTMLFormElement | null>
  setPlatform(platform: string | null): void
  setHandle(handle: string): void
  setPurpose(purpose: ConsentPurpose, isGiven: boolean): void
  submit(): void
}

/** What the elements of the form need. */
export function useLinkFormProps(form: LinkFormState, consent: ConsentOffer) {
  const id = useId()
  const errorId = `${id}-error`
  const { invalidField, isLinking } = form
  const wrongIf = (isWrong: boolean) =>
    isWrong ? ({ 'aria-invalid': true, 'aria-describedby': errorId } as const) : {}

  return {
    /** For the form. The browser's own words stay away: what is wrong is said by the error. */
    getFormProps: getterOf({
      ref: form.formRef,
      noValidate: true,
      'aria-busy': isLinking,
      onSubmit: (event: FormEvent) => {
        event.preventDefault()
        form.submit()
      },
    }),
    /** For the element around radio buttons; name it. */
    getPlatformGroupProps: getterOf({
      role: 'radiogroup',
      'aria-required': true,
      ...wrongIf(invalidField === 'platform'),
    }),
    /** For the radio button of one platform. */
    getPlatformRadioProps: <Given extends ElementProps>(platform: string, given?: Given) =>
      mergeProps(
        {
          type: 'radio',
          name: `${id}-platform`,
          value: platform,
          checked: form.platform === platform,
          onChange: () => form.setPlatform(platform),
        } as const,
        given,
      ),
    getHandleProps: getterOf({
      id: `${id}-handle`,
      type: 'text',
      required: true,
      value: form.handle,
      onChange: ({ target }: ChangeEvent<HTMLInputElement>) => form.setHandle(target.value),
      ...wrongIf(invalidField === 'handle'),
    }),
    /** For the label of the handle. */
    getHandleLabelProps: getterOf({ htmlFor: `${id}-handle` }),
    /** For the words of the consent. They have to be shown: the purposes refer to them. */
    getConsentTextProps: getterOf({ id: `${id}-consent` }),
    /** For the element around the purposes; name it. */
    getPurposesProps: getterOf(
      mergeProps(wrongIf(invalidField === 'purposes'), {
        role: 'group',
        'aria-describedby': `${id}-consent`,
      } as const),
    ),
    /** For the checkbox of one purpose. */
    getPurposeProps: <Given extends ElementProps>(purpose: ConsentPurpose, given?: Given) => {
      const isRequired = consent.purposes.some((offer) => offer.purpose === purpose && offer.isRequired)
      const checked = form.purposes.includes(purpose)
      const own = {
        type: 'checkbox',
        required: isRequired,
        checked,
        onChange: ({ target }: ChangeEvent<HTMLInputElement>) => form.setPurpose(purpose, target.checked),
        ...wrongIf(invalidField === 'purposes' && isRequired && !checked),
      } as const
      return mergeProps(own, given)
    },
    /** For the button that sends the form. It keeps the focus while it is busy. */
    getSubmitProps: getterOf({ type: 'submit', 'aria-disabled': isLinking }),
    /** For the words of the error. */
    getErrorProps: getterOf({ id: errorId, role: 'alert' }),
  }
}
